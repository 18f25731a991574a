/**
 * What must not change of a schema: by message, its fields with number, type, label and oneof, and what is reserved. Throws for an enum:
 * vocabularies of the wire are open, and so are strings.
 */
export function shapeOf(namespace) {
  const shape = {};
  for (const part of namespace.nestedArray) {
    if (part.valuesById !== undefined)
      throw new Error(`${part.fullName.slice(1)}: is an enum; a vocabulary of the wire is text`);
    if (part.fieldsArray !== undefined) shape[part.fullName.slice(1)] = messageShape(part);
    if (part.nestedArray !== undefined) Object.assign(shape, shapeOf(part));
  }
  return shape;
}

const sorted = (entries) => Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));

function labelOf(field) {
  if (field.map) return `map<${field.keyType}>`;
  if (field.repeated) return 'repeated';
  return field.options?.proto3_optional === true ? 'optional' : 'singular';
}

/** The full name of a message, so that another one of the same name is another type. */
function typeOf(field) {
  return field.resolve().resolvedType?.fullName.slice(1) ?? field.type;
}

function messageShape(message) {
  const fields = message.fieldsArray.map((field) => {
    const { name, id, partOf } = field;
    const oneof = partOf !== null && !partOf.isProto3Optional ? { oneof: partOf.name } : {};
    return [name, { id, type: typeOf(field), label: labelOf(field), ...oneof }];
  });
  const reserved = (message.reserved ?? []).map((part) =>
    Array.isArray(part) ? part.join('-') : part,
  );
  return { fields: sorted(fields), reserved: reserved.toSorted() };
}

const words = { id: 'number', type: 'type', label: 'label', oneof: 'oneof' };

function compareField(where, before, now, users) {
  if (now === undefined) {
    const user = users.get(before.id);
    return [
      `${where}: removed${user === undefined ? '' : `, and its number ${before.id} is now ${user}`}`,
    ];
  }
  return Object.keys(words)
    .filter((key) => before[key] !== now[key])
    .map((key) => `${where}: ${words[key]} was ${before[key] ?? 'none'}, is ${now[key] ?? 'none'}`);
}

function compareMessage(name, before, now) {
  if (now === undefined) return [`${name}: removed`];
  const users = new Map(Object.entries(now.fields).map(([field, { id }]) => [id, field]));
  const fields = Object.entries(before.fields).flatMap(([field, old]) =>
    compareField(`${name}.${field}`, old, now.fields[field], users),
  );
  const freed = before.reserved.filter((part) => !now.reserved.includes(part));
  return [...fields, ...freed.map((part) => `${name}: ${part} is no longer reserved`)];
}

/** What of a schema breaks those who know it as it was before; empty when nothing does. */
export function breakages(before, now) {
  return Object.entries(before).flatMap(([name, message]) =>
    compareMessage(name, message, now[name]),
  );
}

/** Messages and fields that are new. */
export function additions(before, now) {
  return Object.entries(now).flatMap(([name, { fields }]) =>
    before[name] === undefined
      ? [name]
      : Object.keys(fields)
          .filter((field) => before[name].fields[field] === undefined)
          .map((field) => `${name}.${field}`),
  );
}
