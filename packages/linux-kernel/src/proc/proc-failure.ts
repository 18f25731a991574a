function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** Whether a read of /proc failed because the process is no more (ENOENT before the open, ESRCH after it). */
export function isGone(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ESRCH';
}

/** Whether no descriptor is left to this process (EMFILE) or to the machine (ENFILE). */
export function isOutOfDescriptors(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'EMFILE' || code === 'ENFILE';
}

/**
 * Result of `read`, or null when the process is gone or the caller may not read it (EACCES, EPERM) or the kernel has no such file
 * (ENOENT, EINVAL, EOPNOTSUPP). One field that cannot be read does not cost the others. Other errors are thrown as they are.
 */
export function readableOrNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (unreadable.has(String(codeOf(error)))) return null;
    throw error;
  }
}

const unreadable = new Set([
  'EACCES',
  'EINVAL',
  'EIO',
  'ENAMETOOLONG',
  'ENODEV',
  'ENOENT',
  'ENOTDIR',
  'EOPNOTSUPP',
  'EPERM',
  'ESRCH',
]);
