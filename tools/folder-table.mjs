/** What is wrong with the tables of a layers.json: rows that name no folder, and cycles. */
export function checkFolderTable(folders, foreign) {
  const errors = new Set();
  const isTop = (folder) => folders[folder]?.includes('*') ?? false;
  const visit = (folder, above) => {
    if (above.includes(folder)) {
      errors.add(`cycle ${[...above, folder].join(' -> ')}`);
      return;
    }
    if (isTop(folder)) {
      if (above.length > 0)
        errors.add(`cycle ${[...above, folder].join(' -> ')} -> * (it may import everything)`);
      return;
    }
    for (const next of folders[folder]) {
      if (Object.hasOwn(folders, next)) visit(next, [...above, folder]);
      else errors.add(`'${folder}' lists '${next}', which has no row of its own`);
    }
  };
  for (const folder of Object.keys(folders)) visit(folder, []);
  for (const [name, rooms] of Object.entries(foreign)) {
    for (const room of rooms)
      if (!Object.hasOwn(folders, room)) errors.add(`'${name}' lists '${room}', which has no row`);
  }
  return errors;
}
