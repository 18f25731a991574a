/**
 * Why a file is not opened. `symlink`: a component of the path is a symbolic link; `not_regular`: a directory, device, FIFO, socket or
 * a file that the kernel makes up on reading; `invalid_path`: relative, with `..` or NUL; `outside_root`: not below the root;
 * `unsupported`: the machine offers no safe way; `process_gone`: the pid is free or another process has it; `no_executable`: a thread
 * of the kernel; `failed`: anything else, such as a shortage of descriptors.
 */
export type FileRefusal =
  | 'not_found'
  | 'denied'
  | 'symlink'
  | 'not_regular'
  | 'invalid_path'
  | 'outside_root'
  | 'unsupported'
  | 'process_gone'
  | 'no_executable'
  | 'failed';

/** A refusal with what the system said. */
export interface Refused {
  readonly ok: false;
  readonly refusal: FileRefusal;
  /** Name of the errno, or a few words where no call was made. */
  readonly detail: string;
}

const refusalOfCode: Readonly<Partial<Record<string, FileRefusal>>> = {
  ENOENT: 'not_found',
  ENOTDIR: 'not_found',
  ENAMETOOLONG: 'not_found',
  EACCES: 'denied',
  EPERM: 'denied',
  ELOOP: 'symlink',
  EXDEV: 'outside_root',
};

export function refuse(refusal: FileRefusal, detail: string): Refused {
  return { ok: false, refusal, detail };
}

/** The refusal that belongs to the name of an errno; `failed` for one that says nothing of the file. */
export function refusalOf(code: string): Refused {
  return refuse(refusalOfCode[code] ?? 'failed', code);
}

/** Name of the errno of a failed call of `node:fs`; rethrows what is not one. */
export function codeOf(error: unknown): string {
  if (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string'
  )
    return error.code;
  throw error;
}
