/** Every `outcome` of the analysis `binary_hash`, with what it says. */
export const binaryHashOutcomes = {
  hashed: 'the hash is of the file that was asked for',
  replaced: 'the hash is of what runs; another file is at its path now',
  deleted: 'nothing is at the path, and no process is left that runs it',
  unreadable: 'the analyser may not read the file, or the reading failed',
  too_big: 'the file has more bytes than analysis.maxFileBytes',
  changed: 'the file changed while it was read, so that no hash is of one version',
  not_regular: 'a directory, device, FIFO, socket or a file that the kernel makes up',
  symlink: 'a part of the path is a symbolic link',
  process_gone: 'the process ended, or its pid belongs to another one',
  no_executable: 'a thread of the kernel',
} as const satisfies Record<string, string>;

export type BinaryHashOutcome = keyof typeof binaryHashOutcomes;
