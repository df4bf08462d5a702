// Translates a conditional write of the domain's into DynamoDB's expressions.
import type { TransactWriteItem, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { Comparison, Condition, RecordWrite } from '#domain/record-write.ts';
import { type Item, toItem } from './items.ts';
import type { Table } from './table.ts';

/** The parts of an update that say what to write, and under which condition. */
export type WriteExpression = Required<
  Pick<
    UpdateItemCommandInput,
    | 'UpdateExpression'
    | 'ConditionExpression'
    | 'ExpressionAttributeNames'
    | 'ExpressionAttributeValues'
  >
>;

/** Expresses a write. Every name is a placeholder, since some names are reserved words. */
export function writeExpression({ asks, sets, adds, removes }: RecordWrite): WriteExpression {
  const words = formatOpen();
  const assigned = Object.entries(sets).map(([field, value]) => {
    return `${words.name(field)} = ${words.value(value)}`;
  });
  const added = Object.entries(adds).map(([field, by]) => {
    return `${words.name(field)} ${words.value(by)}`;
  });
  const clauses = [
    clause('SET', assigned),
    clause('ADD', added),
    clause('REMOVE', removes.map(words.name)),
  ];
  return {
    UpdateExpression: clauses.filter((one) => one !== '').join(' '),
    ConditionExpression: conditionText(asks, words),
    ExpressionAttributeNames: words.names,
    ExpressionAttributeValues: toItem(words.values),
  };
}

/** A write of an item as one action of a transaction. */
export function writeAction(table: Table, Key: Item, write: RecordWrite): TransactWriteItem {
  return { Update: { TableName: table.name, Key, ...writeExpression(write) } };
}

/** The names and values of an expression, with their placeholders. */
interface Words {
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
  readonly name: (path: string) => string;
  readonly value: (value: unknown) => string;
}

function formatOpen(): Words {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  return {
    names,
    values,
    name: (path) => {
      const parts = path.split('.');
      for (const part of parts) names[`#${part}`] = part;
      return parts.map((part) => `#${part}`).join('.');
    },
    value: (value) => {
      const placeholder = `:v${Object.keys(values).length}`;
      values[placeholder] = value;
      return placeholder;
    },
  };
}

const signs: Readonly<Record<Comparison, string>> = {
  equal: '=',
  other: '<>',
  below: '<',
  'at-most': '<=',
  above: '>',
};

function conditionText(condition: Condition, words: Words): string {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const parts = condition.of.map((one) => conditionText(one, words));
      return `(${parts.join(condition.kind === 'all' ? ' AND ' : ' OR ')})`;
    }
    case 'present':
      return `attribute_exists(${words.name(condition.field)})`;
    case 'absent':
      return `attribute_not_exists(${words.name(condition.field)})`;
    case 'null':
      return `attribute_type(${words.name(condition.field)}, ${words.value('NULL')})`;
    default: {
      const { kind, field, value } = condition;
      return `${words.name(field)} ${signs[kind]} ${words.value(value)}`;
    }
  }
}

function clause(word: string, parts: readonly string[]): string {
  return parts.length === 0 ? '' : `${word} ${parts.join(', ')}`;
}
