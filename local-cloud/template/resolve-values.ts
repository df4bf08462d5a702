// CloudFormation's intrinsic functions, resolved without a cloud. The list of functions and their
// rules:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html

import { type JsonObject, UnsupportedError } from '../service.ts';
import {
  isObject,
  listAt,
  objectAt,
  type Surroundings,
  TemplateError,
  textAt,
} from './template-shape.ts';

/** The answers of the template's resources to Ref and Fn::GetAtt. */
interface ResourceAnswers {
  ref(logicalId: string): string;
  attribute(logicalId: string, attribute: string): string;
}

const noValue = Symbol('AWS::NoValue');

/**
 * Turns the values of one template into plain JSON. A resource is resolved only when it is used. So
 * an unsupported function does no harm in a part that a local run ignores. Its methods throw:
 * @throws {TemplateError} broken references and cycles, with the way that led there
 * @throws {UnsupportedError} an intrinsic function that is not in its table
 */
export class Resolver {
  /** Warnings for the user, e.g. about a value that only a real account has. */
  readonly warnings: string[] = [];
  readonly #surroundings: Surroundings;
  readonly #answers: ResourceAnswers;
  readonly #resources: JsonObject;
  readonly #parameters: JsonObject;
  readonly #conditions: JsonObject;
  readonly #mappings: JsonObject;
  readonly #conditionValues = new Map<string, boolean>();
  readonly #trail: string[] = [];

  constructor(template: JsonObject, surroundings: Surroundings, answers: ResourceAnswers) {
    this.#surroundings = surroundings;
    this.#answers = answers;
    this.#resources = objectAt(template.Resources, 'Resources');
    this.#parameters = objectAt(template.Parameters, 'Parameters');
    this.#conditions = objectAt(template.Conditions, 'Conditions');
    this.#mappings = objectAt(template.Mappings, 'Mappings');
  }

  /** The value with every function resolved; undefined where the template says AWS::NoValue. */
  value(raw: unknown, where: string): unknown {
    const resolved = this.#resolve(raw, where);
    return resolved === noValue ? undefined : resolved;
  }

  /** Whether a resource or output with this `Condition` exists; true where there is none. */
  holds(condition: unknown): boolean {
    return condition === undefined || this.#conditionNamed(textAt(condition, 'Condition'));
  }

  readonly #functions: Record<string, (argument: unknown, where: string) => unknown> = {
    Ref: (argument, where) => this.#ref(textAt(argument, where), where),
    'Fn::GetAtt': (argument, where) => this.#getAttribute(argument, where),
    'Fn::Join': (argument, where) => {
      const [separator, parts] = listAt(argument, where);
      const texts = listAt(this.#resolve(parts, where), where);
      return texts.map((part) => textAt(part, where)).join(textAt(separator, where));
    },
    'Fn::Sub': (argument, where) => this.#substitute(argument, where),
    'Fn::Select': (argument, where) => {
      const [index, values] = listAt(argument, where);
      const list = listAt(this.#resolve(values, where), where);
      const chosen = list[Number(this.#resolve(index, where))];
      if (chosen === undefined) throw new TemplateError(`${where}: Fn::Select is out of range`);
      return chosen;
    },
    'Fn::Split': (argument, where) => {
      const [separator, text] = listAt(argument, where);
      return textAt(this.#resolve(text, where), where).split(textAt(separator, where));
    },
    'Fn::If': (argument, where) => {
      const [condition, yes, no] = listAt(argument, where);
      return this.#resolve(this.#conditionNamed(textAt(condition, where)) ? yes : no, where);
    },
    'Fn::FindInMap': (argument, where) => this.#findInMap(argument, where),
    Condition: (argument, where) => this.#conditionNamed(textAt(argument, where)),
    'Fn::Equals': (argument, where) => {
      const [left, right] = listAt(this.#resolve(argument, where), where);
      return JSON.stringify(left) === JSON.stringify(right);
    },
    'Fn::And': (argument, where) => this.#truths(argument, where).every(Boolean),
    'Fn::Or': (argument, where) => this.#truths(argument, where).some(Boolean),
    'Fn::Not': (argument, where) => !this.#truths(argument, where)[0],
  };

  #resolve(raw: unknown, where: string): unknown {
    if (Array.isArray(raw)) {
      return raw.map((item) => this.#resolve(item, where)).filter((item) => item !== noValue);
    }
    if (isObject(raw)) return this.#resolveObject(raw, where);
    if (typeof raw === 'string' && raw.includes('{{resolve:')) {
      throw new UnsupportedError(`the dynamic reference ${raw} in ${where}`, ['literal values']);
    }
    return raw;
  }

  #resolveObject(raw: JsonObject, where: string): unknown {
    const entries = Object.entries(raw);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && name !== undefined) {
      const apply = Object.hasOwn(this.#functions, name) ? this.#functions[name] : undefined;
      // `Condition` is a function only with a name as its argument; in an IAM statement it is a
      // plain member.
      if (apply && (name !== 'Condition' || typeof argument === 'string')) {
        return apply(argument, where);
      }
      if (name.startsWith('Fn::')) {
        throw new UnsupportedError(`${name} in ${where}`, Object.keys(this.#functions));
      }
    }
    const resolved = entries.map(([key, value]) => [key, this.#resolve(value, `${where}.${key}`)]);
    return Object.fromEntries(resolved.filter(([, value]) => value !== noValue));
  }

  #ref(name: string, where: string): unknown {
    const { accountId, region, stackName } = this.#surroundings;
    const pseudo: Record<string, unknown> = {
      'AWS::AccountId': accountId,
      'AWS::NoValue': noValue,
      'AWS::Partition': 'aws',
      'AWS::Region': region,
      'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
      'AWS::StackName': stackName,
      'AWS::URLSuffix': 'amazonaws.com',
    };
    if (Object.hasOwn(pseudo, name)) return pseudo[name];
    if (Object.hasOwn(this.#parameters, name)) return this.#parameterValue(name);
    if (Object.hasOwn(this.#resources, name)) {
      return this.#follow(name, () => this.#answers.ref(name));
    }
    throw new TemplateError(`${where}: Ref to ${name}, which is no resource or parameter`);
  }

  #getAttribute(argument: unknown, where: string): string {
    const parts = typeof argument === 'string' ? argument.split('.') : listAt(argument, where);
    const [logicalId, ...attribute] = parts.map((part) => textAt(part, where));
    if (logicalId === undefined || !Object.hasOwn(this.#resources, logicalId)) {
      throw new TemplateError(`${where}: Fn::GetAtt of ${logicalId}, which is no resource`);
    }
    return this.#follow(logicalId, () => this.#answers.attribute(logicalId, attribute.join('.')));
  }

  #substitute(argument: unknown, where: string): string {
    const [text, given] = Array.isArray(argument) ? argument : [argument, undefined];
    const values = objectAt(given, where);
    return textAt(text, where).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (Object.hasOwn(values, name)) return textAt(this.#resolve(values[name], where), where);
      const isAttribute = name.includes('.') && !name.startsWith('AWS::');
      return textAt(isAttribute ? this.#getAttribute(name, where) : this.#ref(name, where), where);
    });
  }

  #findInMap(argument: unknown, where: string): unknown {
    const keys = listAt(this.#resolve(argument, where), where).map((key) => textAt(key, where));
    let found: unknown = this.#mappings;
    for (const key of keys) {
      found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
    }
    if (found === undefined) throw new TemplateError(`${where}: no mapping ${keys.join('.')}`);
    return found;
  }

  #truths(argument: unknown, where: string): boolean[] {
    return listAt(this.#resolve(argument, where), where).map((value) => value === true);
  }

  #conditionNamed(name: string): boolean {
    const known = this.#conditionValues.get(name);
    if (known !== undefined) return known;
    const raw = Object.hasOwn(this.#conditions, name) ? this.#conditions[name] : undefined;
    if (raw === undefined) throw new TemplateError(`no condition named ${name}`);
    const holds = this.#follow(name, () => this.#resolve(raw, `Conditions.${name}`) === true);
    this.#conditionValues.set(name, holds);
    return holds;
  }

  #parameterValue(name: string): unknown {
    const parameter = objectAt(this.#parameters[name], `Parameters.${name}`);
    const given = this.#surroundings.parameters?.[name];
    const value = given ?? parameter.Default;
    if (value === undefined) {
      throw new TemplateError(`parameter ${name} has no default: give a value for it`);
    }
    const type = String(parameter.Type);
    if (given === undefined && type.startsWith('AWS::SSM::')) {
      this.warnings.push(`parameter ${name} is kept in SSM: its default ${value} stands in for it`);
    }
    const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
    return isList ? String(value).split(',') : String(value);
  }

  #follow<Found>(name: string, find: () => Found): Found {
    if (this.#trail.includes(name)) {
      throw new TemplateError(`circular reference: ${[...this.#trail, name].join(' -> ')}`);
    }
    this.#trail.push(name);
    try {
      return find();
    } finally {
      this.#trail.pop();
    }
  }
}
