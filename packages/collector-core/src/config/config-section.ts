import type { ZodType } from 'zod';

/** One top key of the config file: its name and the schema that checks it and fills in defaults. */
export interface ConfigSection<T> {
  readonly key: string;
  readonly schema: ZodType<T>;
}
