import { Scalar, isMap, isNode, isPair, isScalar } from 'yaml';
import type { Document, LineCounter } from 'yaml';

/** A place in a rule file, both from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets and paths of a YAML document into lines and columns of the file. */
export class RuleText {
  readonly #text: string;
  readonly #lines: LineCounter;

  constructor(text: string, lines: LineCounter) {
    this.#text = text;
    this.#lines = lines;
  }

  at(offset: number): TextPosition {
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }

  startOf(document: Document): TextPosition {
    return this.at(document.contents?.range?.[0] ?? document.range?.[0] ?? 0);
  }

  /** Where the value at `path` stands; of the nearest container when there is none. */
  ofPath(document: Document, path: readonly PropertyKey[]): TextPosition {
    for (let length = path.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return this.at(node.range[0]);
    }
    return this.startOf(document);
  }

  /** Where the key stands in the top map. */
  ofKey(document: Document, key: string): TextPosition {
    const pairs = isMap(document.contents) ? document.contents.items : [];
    for (const pair of pairs) {
      if (isPair(pair) && isScalar(pair.key) && pair.key.value === key && pair.key.range)
        return this.at(pair.key.range[0]);
    }
    return this.startOf(document);
  }

  /**
   * Where line and column of a scalar's value stand in the file: exact for literal blocks and for text on one line, the start of the
   * scalar where YAML has folded lines.
   */
  inScalar(document: Document, key: string, inner: TextPosition): TextPosition {
    const node: unknown = document.get(key, true);
    if (!isScalar(node) || !node.range) return this.startOf(document);
    const start = this.at(node.range[0]);
    if (node.type === Scalar.BLOCK_LITERAL) {
      const line = start.line + inner.line;
      return { line, column: this.#indentOf(start.line + 1) + inner.column };
    }
    const lastLine = this.at(node.range[1]).line;
    if (node.type === Scalar.BLOCK_FOLDED || lastLine !== start.line) return start;
    const quote = node.type === Scalar.PLAIN ? 0 : 1;
    return { line: start.line, column: start.column + quote + inner.column - 1 };
  }

  #indentOf(line: number): number {
    const start = this.#lines.lineStarts[line - 1] ?? 0;
    return /^ */.exec(this.#text.slice(start, start + 200))?.[0].length ?? 0;
  }
}
