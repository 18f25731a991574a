import path from 'node:path';

/**
 * Where the control socket of this user's `deye up` lies: `$XDG_RUNTIME_DIR/daemoneye/deye.sock`, as root without it
 * `/run/daemoneye/deye.sock`, else a directory per user below the temp directory.
 */
export function controlPath(
  environment: Readonly<Record<string, string | undefined>>,
  uid: number,
  tempDirectory: string,
): string {
  const runtime = environment['XDG_RUNTIME_DIR'];
  if (runtime) return path.join(runtime, 'daemoneye', 'deye.sock');
  if (uid === 0) return '/run/daemoneye/deye.sock';
  return path.join(tempDirectory, `daemoneye-${uid}`, 'deye.sock');
}
