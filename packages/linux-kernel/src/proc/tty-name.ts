/**
 * Name of a controlling terminal from field 7 of /proc/PID/stat; null when there is none. Numbers as in the kernel's
 * admin-guide/devices.txt; a terminal that is not in the list is named `<major>:<minor>`.
 */
export function ttyName(ttyNr: number): string | null {
  if (ttyNr === 0) return null;
  const major = (ttyNr >>> 8) & 0xfff;
  const minor = (ttyNr & 0xff) | ((ttyNr >>> 12) & 0xfff00);
  if (major >= 136 && major <= 143) return `pts/${minor + (major - 136) * 256}`;
  if (major === 4) return minor < 64 ? `tty${minor}` : `ttyS${minor - 64}`;
  if (major === 5 && minor === 1) return 'console';
  if (major === 204 && minor >= 64) return `ttyAMA${minor - 64}`;
  const series = { 166: 'ttyACM', 188: 'ttyUSB', 229: 'hvc' }[major];
  return series === undefined ? `${major}:${minor}` : `${series}${minor}`;
}
