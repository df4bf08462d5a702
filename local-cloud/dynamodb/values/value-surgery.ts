// Changes deep inside an item. They are made on copies, which share all other parts with the old
// item.

import type { Path } from '../expressions/document-path.ts';
import { childOf } from '../expressions/document-path.ts';
import { validationError } from '../validation-error.ts';
import type { AttributeValue, Item } from './attribute-value.ts';

/**
 * The item with a value at a path. A list index beyond the end appends.
 * @throws {ServiceError} ValidationException when the value that should hold it is missing or of
 * another type
 */
export function writeAt(item: Item, path: Path, value: AttributeValue): Item {
  return mapOf(changed({ M: item }, path, 0, (holder, step) => withChild(holder, step, value)));
}

/**
 * The item without the value at a path. It is no error if there is none.
 * @throws {ServiceError} ValidationException when the value that should hold it is missing or of
 * another type
 */
export function removeAt(item: Item, path: Path): Item {
  return mapOf(changed({ M: item }, path, 0, withoutChild));
}

type Change = (holder: AttributeValue, step: string | number) => AttributeValue;

function changed(
  holder: AttributeValue,
  path: Path,
  depth: number,
  change: Change,
): AttributeValue {
  const step = path[depth];
  if (step === undefined) throw new Error('a document path has no last step');
  if (depth === path.length - 1) return change(holder, step);
  const child = childOf(holder, step);
  if (child === undefined) throw invalidPath();
  return withChild(holder, step, changed(child, path, depth + 1, change));
}

function withChild(
  holder: AttributeValue,
  step: string | number,
  value: AttributeValue,
): AttributeValue {
  if (typeof step === 'string' && 'M' in holder) return { M: { ...holder.M, [step]: value } };
  if (typeof step === 'number' && 'L' in holder) {
    if (step >= holder.L.length) return { L: [...holder.L, value] };
    return { L: holder.L.with(step, value) };
  }
  throw invalidPath();
}

function withoutChild(holder: AttributeValue, step: string | number): AttributeValue {
  if (typeof step === 'string' && 'M' in holder) {
    const { [step]: _removed, ...rest } = holder.M;
    return { M: rest };
  }
  if (typeof step === 'number' && 'L' in holder) {
    return { L: holder.L.filter((_, index) => index !== step) };
  }
  throw invalidPath();
}

function mapOf(value: AttributeValue): Item {
  if ('M' in value) return value.M;
  throw new Error('a change inside an item made something else of it');
}

function invalidPath(): Error {
  return validationError(
    'The document path provided in the update expression is invalid for update',
  );
}
