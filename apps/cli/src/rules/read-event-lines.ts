import { createReadStream } from 'node:fs';
import { DeyeError } from '@daemoneye/collector-core';

/** Longest line, in UTF-16 units. */
const MAX_LINE_LENGTH = 1_048_576;

/** One JSON value of an NDJSON file, and the line where it stands, from 1. */
export interface EventLine {
  readonly value: unknown;
  readonly line: number;
}

/** Reads an NDJSON file; lines of blanks are passed over. Throws `CLI_EVENTS_INVALID` with file and line. */
export async function* readEventLines(file: string): AsyncGenerator<EventLine> {
  let rest = '';
  let line = 0;
  try {
    for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
      const texts = (rest + chunk).split('\n');
      rest = texts.pop() ?? '';
      for (const text of texts) {
        line += 1;
        if (text.trim() !== '') yield { value: parsed(text, file, line), line };
      }
      if (rest.length > MAX_LINE_LENGTH)
        throw new DeyeError(
          'CLI_EVENTS_INVALID',
          `${file}:${line + 1} is a line of more than 1 MiB`,
        );
    }
  } catch (cause) {
    if (cause instanceof DeyeError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DeyeError('CLI_EVENTS_INVALID', `${file}: ${reason}`, { cause });
  }
  if (rest.trim() !== '') yield { value: parsed(rest, file, line + 1), line: line + 1 };
}

function parsed(text: string, file: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DeyeError('CLI_EVENTS_INVALID', `${file}:${line} is no JSON`, { cause });
  }
}
