import { styleText } from 'node:util';

export type Paint = (
  format: 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan',
  text: string,
) => string;

/** Colours for a terminal that wants them: never when piped, or when NO_COLOR is set and not empty. */
export function paintFor(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  const wanted =
    stream.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  return wanted
    ? (format, text) => styleText(format, text, { validateStream: false })
    : (_, text) => text;
}
