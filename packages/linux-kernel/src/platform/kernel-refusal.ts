/**
 * What the kernel, or what it says of itself, did not allow. `code` is the name of an errno (`EPERM`), or one of `UNSUPPORTED` and
 * `BTF_MALFORMED`, `BTF_MISSING`; deciding code asks it, never the text.
 */
export class KernelRefusal extends Error {
  override readonly name = 'KernelRefusal';
  /** The call or the part that was refused: `PROG_LOAD trace_exec`, `BTF task_struct.mm`. */
  readonly step: string;
  readonly code: string;
  /** What the kernel wrote about it, such as the end of the log of its verifier; '' when nothing. */
  readonly detail: string;

  constructor(step: string, code: string, detail = '') {
    super(`${step}: ${code}${detail === '' ? '' : `\n${detail}`}`);
    this.step = step;
    this.code = code;
    this.detail = detail;
  }
}
