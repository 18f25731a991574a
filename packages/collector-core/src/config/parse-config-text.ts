import { isAlias, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, YAMLMap } from 'yaml';
import type { ConfigFault } from './config-fault.ts';
import { configKeys } from './config-key.ts';
import type { ConfigNode } from './config-key.ts';
import { nearestNames } from './nearest-names.ts';
import type { ConfigTree, RawSetting, RawSettings } from './raw-setting.ts';
import { showValue } from './section-faults.ts';

/** How often a text may use an anchor, which bounds what aliases of aliases unfold to. */
const maxAliasCount = 100;
/** Faults after which the rest of a file is not looked at. */
const mostFaults = 100;

/**
 * Reads the text of one config file against the tree of known keys. Pure; `file` stands in messages only. Names of any kind are data:
 * `__proto__` is an unknown key like others.
 */
export function parseConfigText(text: string, file: string, tree: ConfigTree): RawSettings {
  try {
    return new ConfigText(text, file).read(tree);
  } catch (error) {
    // The parser recurses, so a text of brackets alone overflows its stack; too many aliases are a ReferenceError.
    return {
      settings: [],
      faults: [{ code: 'CONFIG_SYNTAX', detail: `${file}: ${reason(error)}` }],
    };
  }
}

function reason(error: unknown): string {
  if (error instanceof RangeError) return 'nested too deep';
  return error instanceof Error ? parserMessage(error.message) : 'not readable';
}

/** A message of the parser without what it quotes from the file, which may be part of a secret. */
function parserMessage(message: string): string {
  if (message.includes('call stack')) return 'nested too deep';
  if (message.includes('multiple documents')) return 'more than one document';
  return (message.split(/[:\n]/, 1)[0] ?? '').replace(/^(Invalid escape sequence).*/, '$1');
}

class ConfigText {
  readonly #file: string;
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;
  readonly #settings: RawSetting[] = [];
  readonly #faults: ConfigFault[] = [];

  constructor(text: string, file: string) {
    this.#file = file;
    // The parser's own check of unique keys compares every key with every other; #entriesOf does it in one pass.
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      logLevel: 'error',
      prettyErrors: false,
      uniqueKeys: false,
    });
  }

  read(tree: ConfigTree): RawSettings {
    // What the parser finds after its first fault follows from that in most cases.
    const [fault] = [...this.#document.errors, ...this.#document.warnings];
    if (fault !== undefined) {
      const detail = `${this.#place(fault.pos[0])}: ${parserMessage(fault.message)}`;
      return { settings: [], faults: [{ code: 'CONFIG_SYNTAX', detail }] };
    }
    this.#readNode(this.#document.contents, tree, this.#file);
    return { settings: this.#settings, faults: this.#faults };
  }

  #readNode(node: Node | null, at: ConfigNode, origin: string): void {
    const resolved = isAlias(node) ? node.resolve(this.#document) : node;
    if (at.kind === 'value') {
      const value: unknown = node?.toJS(this.#document, { maxAliasCount }) ?? null;
      this.#settings.push({ key: at.key, value, origin });
    } else if (isMap(resolved)) {
      this.#readMap(resolved, at);
    } else if (
      resolved !== undefined &&
      resolved !== null &&
      !(isScalar(resolved) && resolved.value === null)
    ) {
      this.#faults.push({
        code: 'CONFIG_INVALID_VALUE',
        detail: mapExpected(resolved, at, origin, this.#document),
      });
    }
  }

  #readMap(map: YAMLMap, group: ConfigTree): void {
    const seen = new Set<string>();
    for (const { key, value } of map.items) {
      if (this.#faults.length >= mostFaults) return;
      const name = String(isScalar(key) ? key.value : key);
      const origin = this.#place((key as Node | null)?.range?.[0] ?? 0);
      const path = group.path === '' ? name : `${group.path}.${name}`;
      const known = group.nodes.get(name);
      if (seen.has(name)) {
        this.#faults.push({
          code: 'CONFIG_SYNTAX',
          detail: `${origin}: ${showName(path)} is given twice`,
        });
      } else if (known === undefined) {
        if (group.isOpen !== true)
          this.#faults.push(unknownKey(path, name, [...group.nodes.keys()], origin));
      } else {
        this.#readNode(value as Node | null, known, origin);
      }
      seen.add(name);
    }
  }

  #place(offset: number): string {
    return `${this.#file} line ${this.#lines.linePos(offset).line}`;
  }
}

function mapExpected(node: Node, group: ConfigTree, origin: string, document: Document): string {
  const secret = configKeys(group).some(({ schema }) => schema.secret === true);
  const shown = secret ? 'no map' : showValue(node.toJS(document, { maxAliasCount }));
  const where = group.path === '' ? 'the top level' : group.path;
  return `${where} is ${shown} in ${origin}, allowed is a map of ${[...group.nodes.keys()].join(', ')}`;
}

/** A name as a message shows it: cut where it is longer than any real one, quoted where it is none. */
function showName(name: string): string {
  const short = name.length > 120 ? `${name.slice(0, 120)}…` : name;
  return /^[\w.-]+$/.test(name) ? short : JSON.stringify(short);
}

/** The fault of a name that nothing reads. */
export function unknownKey(
  path: string,
  name: string,
  known: readonly string[],
  origin: string,
): ConfigFault {
  const names = nearestNames(name, known).join(', ');
  return {
    code: 'CONFIG_UNKNOWN_KEY',
    detail: `${showName(path)} in ${origin}, allowed is ${names}`,
  };
}
