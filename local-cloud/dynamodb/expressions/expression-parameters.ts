import type { JsonObject } from '#local-cloud/service.ts';
import { ServiceError } from '#local-cloud/service.ts';
import { ValueError, validationError } from '../validation-error.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import { parseValue } from '../values/attribute-value.ts';
import type { Parse } from './parsed-expressions.ts';
import type { ExpressionKind } from './tokens.ts';
import { invalidExpression } from './tokens.ts';

/** What the placeholders of a request's expressions stand for. */
export type Substitutions = {
  /** The attribute name behind `#name`. */
  name(alias: string): string;
  /** The value behind `:value`. */
  value(placeholder: string): AttributeValue;
};

/** The expressions of one request (or one action of a transaction) with their names and values. */
export class ExpressionParameters implements Substitutions {
  readonly #names: ReadonlyMap<string, string> | undefined;
  readonly #values: ReadonlyMap<string, AttributeValue> | undefined;
  readonly #used = new Set<string>();
  #expressionCount = 0;
  /** The expression that is read now; errors name it. */
  #kind: ExpressionKind = 'ConditionExpression';

  /** @throws {ServiceError} ValidationException for names or values that AWS refuses */
  constructor(input: JsonObject) {
    this.#names = namesOf(input);
    this.#values = readEntries(input, 'ExpressionAttributeValues', ':', readValue);
  }

  /**
   * The tree of an expression, or undefined when the request has none.
   * @param check what can be checked without an item. Of several faults AWS reports the first one
   * that it meets, so this runs before the placeholders are looked up
   * @throws {ServiceError} ValidationException for bad syntax or an undefined placeholder
   */
  read<T>(
    kind: ExpressionKind,
    text: unknown,
    parse: Parse<T>,
    check?: (kind: ExpressionKind, tree: T, substitutions: Substitutions) => void,
  ): T | undefined {
    if (text === undefined) return undefined;
    if (typeof text !== 'string') throw validationError(`${kind} must be a string`);
    this.#expressionCount++;
    this.#kind = kind;
    const { tree, placeholders } = parse(kind, text);
    check?.(kind, tree, this);
    for (const placeholder of placeholders) this.#use(placeholder);
    return tree;
  }

  /**
   * Call after all expressions were read. @throws {ServiceError} ValidationException when one is
   * unused
   */
  refuseUnused(): void {
    refuseLeftover('ExpressionAttributeNames', this.#names, this.#used, this.#expressionCount);
    refuseLeftover('ExpressionAttributeValues', this.#values, this.#used, this.#expressionCount);
  }

  /**
   * The names that the aliases stand for. Requests with the same object of names get the same map,
   * so that results can be kept by it.
   */
  get names(): ReadonlyMap<string, string> | undefined {
    return this.#names;
  }

  name(alias: string): string {
    const name = this.#names?.get(alias);
    if (name === undefined) throw invalidExpression(this.#kind, undefinedName(alias));
    return name;
  }

  value(placeholder: string): AttributeValue {
    const value = this.#values?.get(placeholder);
    if (value === undefined) throw invalidExpression(this.#kind, undefinedValue(placeholder));
    return value;
  }

  /** @throws {ServiceError} ValidationException when the request does not define it */
  #use(placeholder: string): void {
    if (placeholder.startsWith('#')) this.name(placeholder);
    else this.value(placeholder);
    this.#used.add(placeholder);
  }
}

function undefinedName(alias: string): string {
  return (
    'An expression attribute name used in the document path is not defined; ' +
    `attribute name: ${alias}`
  );
}

function undefinedValue(placeholder: string): string {
  return (
    'An expression attribute value used in expression is not defined; ' +
    `attribute value: ${placeholder}`
  );
}

/** Programs reuse the names of a projection, and pass the same object with every call by value. */
function namesOf(input: JsonObject): ReadonlyMap<string, string> | undefined {
  const given = input.ExpressionAttributeNames as object | undefined;
  const known = given && namesRead.get(given);
  if (known !== undefined) return known;
  const names = readEntries(input, 'ExpressionAttributeNames', '#', readName);
  if (given && names) namesRead.set(given, names);
  return names;
}

const namesRead = new WeakMap<object, ReadonlyMap<string, string>>();

function readName(input: unknown): string {
  if (typeof input !== 'string' || input === '' || input === '__proto__') {
    throw validationError('ExpressionAttributeNames contains invalid value');
  }
  return input;
}

/** The older words name the placeholder, too. */
function readValue(input: unknown, placeholder: string): AttributeValue {
  try {
    return parseValue(input);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const older = error instanceof ValueError ? error.olderMessage : error.message;
    throw new ValueError(
      error.message,
      `ExpressionAttributeValues contains invalid value: ${older} for key ${placeholder}`,
    );
  }
}

function readEntries<T>(
  input: JsonObject,
  parameter: string,
  mark: string,
  read: (each: unknown, key: string) => T,
): ReadonlyMap<string, T> | undefined {
  const entries = input[parameter];
  if (entries === undefined) return undefined;
  if (typeof entries !== 'object' || entries === null) {
    throw validationError(`${parameter} must be a map`);
  }
  const map = new Map<string, T>();
  for (const [key, each] of Object.entries(entries)) {
    if (!key.startsWith(mark) || !/^[A-Za-z0-9_]+$/.test(key.slice(1))) {
      throw validationError(`${parameter} contains invalid key: Syntax error; key: "${key}"`);
    }
    map.set(key, read(each, key));
  }
  if (map.size === 0) throw validationError(`${parameter} must not be empty`);
  return map;
}

function refuseLeftover(
  parameter: string,
  entries: ReadonlyMap<string, unknown> | undefined,
  used: ReadonlySet<string>,
  expressionCount: number,
): void {
  if (entries === undefined) return;
  if (expressionCount === 0) {
    throw validationError(`${parameter} can only be specified when using expressions`);
  }
  const unused = [...entries.keys()].filter((key) => !used.has(key));
  if (unused.length > 0) {
    throw validationError(
      `Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`,
    );
  }
}
