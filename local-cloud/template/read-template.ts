// Reads a synthesised CloudFormation template, and returns what a local cloud has to build.

import { type JsonObject, UnsupportedError } from '../service.ts';
import { readDefinition } from './read-definition.ts';
import { Resolver } from './resolve-values.ts';
import { attributeOf, type Identity, identityOf } from './resource-identity.ts';
import {
  isCustomResource,
  isSupportedType,
  reasonToIgnore,
  type SupportedType,
  type SupportedTypeName,
  supportedTypes,
} from './resource-types.ts';
import { type StandingCharge, standingCharge } from './standing-charges.ts';
import { isEnabled, isObject, objectAt, type Surroundings, textAt } from './template-shape.ts';

/** A resource as the reader found it; `properties` are plain JSON without intrinsic functions. */
interface ResolvedResource {
  readonly logicalId: string;
  readonly properties: JsonObject;
}

/** A resource with a name, which programs and other resources use. */
interface NamedResource extends ResolvedResource {
  readonly name: string;
  readonly arn: string;
}

/** A resource as an operator of the stack sees it. */
export interface StandingResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
}

/** Something that the local run leaves out: a resource (`Q1`) or a property (`Q1.Tags`). */
interface Ignored {
  readonly what: string;
  readonly type: string;
  readonly reason: string;
}

/**
 * A template with every value resolved. Resources are grouped by kind, each kind in the order of
 * the template.
 */
export interface ResolvedTemplate {
  readonly queues: readonly (NamedResource & { readonly url: string })[];
  readonly tables: readonly NamedResource[];
  /** `entry` is the source file from the resource's metadata `local-cloud:entry`, if it has one. */
  readonly functions: readonly (NamedResource & { readonly entry: string | undefined })[];
  readonly eventSourceMappings: readonly ResolvedResource[];
  readonly stateMachines: readonly {
    readonly logicalId: string;
    readonly name: string;
    readonly arn: string;
    readonly roleArn: string;
    readonly definition: JsonObject;
    /** Whether X-Ray is to trace its executions. */
    readonly isTraced: boolean;
  }[];
  readonly secrets: readonly NamedResource[];
  readonly rotationSchedules: readonly ResolvedResource[];
  /** Every resource that stands, in the order of the template; `physicalId` is what Ref gives. */
  readonly standing: readonly StandingResource[];
  /** What is billed by the hour, of ignored resources, too. */
  readonly standingCharges: readonly StandingCharge[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly ignored: readonly Ignored[];
  readonly warnings: readonly string[];
}

/** The metadata member in which a stack names a function's source file for the local cloud. */
const entryMetadataKey = 'local-cloud:entry';

/**
 * Reads a template.
 * @throws {UnsupportedError} a resource type, property, attribute or function that a local run does
 * not have
 * @throws {TemplateError} a template that is itself wrong
 */
export function readTemplate(template: JsonObject, surroundings: Surroundings): ResolvedTemplate {
  const stack = openStack(template, surroundings);
  const found: Record<SupportedTypeName, NamedResource[]> = {
    'AWS::SQS::Queue': [],
    'AWS::DynamoDB::Table': [],
    'AWS::DynamoDB::GlobalTable': [],
    'AWS::Lambda::Function': [],
    'AWS::Lambda::EventSourceMapping': [],
    'AWS::SecretsManager::Secret': [],
    'AWS::SecretsManager::RotationSchedule': [],
    'AWS::StepFunctions::StateMachine': [],
  };
  const ignored: Ignored[] = [];
  const warnings: string[] = [];
  for (const [logicalId, { type, raw }] of stack.resources) {
    if (isSupportedType(type)) {
      const { name, arn } = stack.identity(logicalId);
      const properties = keptProperties(logicalId, type, raw, stack.resolver, ignored);
      found[type].push({ logicalId, name, arn, properties });
      continue;
    }
    const reason = reasonToIgnore(type);
    if (reason === undefined) throw unsupportedResource(logicalId, type);
    ignored.push({ what: logicalId, type, reason });
    if (isCustomResource(type)) warnings.push(`${logicalId} (${type}) is not run: ${reason}`);
  }
  const tables = [...found['AWS::DynamoDB::Table'], ...found['AWS::DynamoDB::GlobalTable']];
  return {
    queues: found['AWS::SQS::Queue'].map((queue) => {
      return { ...queue, url: stack.identity(queue.logicalId).ref };
    }),
    tables: tables.map((table) => oneRegion(table, surroundings.region)),
    functions: found['AWS::Lambda::Function'].map((fn) => {
      return { ...fn, entry: stack.entryOf(fn.logicalId) };
    }),
    eventSourceMappings: found['AWS::Lambda::EventSourceMapping'].map((mapping) => {
      return { logicalId: mapping.logicalId, properties: mapping.properties };
    }),
    stateMachines: found['AWS::StepFunctions::StateMachine'].map(
      ({ logicalId, name, arn, properties }) => {
        const definition = readDefinition(logicalId, properties);
        const isTraced = isEnabled(properties.TracingConfiguration, 'Enabled');
        const roleArn = String(properties.RoleArn ?? '');
        return { logicalId, name, arn, roleArn, definition, isTraced };
      },
    ),
    secrets: found['AWS::SecretsManager::Secret'],
    rotationSchedules: found['AWS::SecretsManager::RotationSchedule'],
    standing: stack.resources
      .filter(([, { type }]) => isSupportedType(type))
      .map(([logicalId, { type }]) => {
        return { logicalId, type, physicalId: stack.identity(logicalId).ref };
      }),
    standingCharges: stack.resources.flatMap(([logicalId, { type, raw }]) => {
      return standingCharge(type, objectAt(raw.Properties, logicalId)) ?? [];
    }),
    outputs: readOutputs(template, stack.resolver),
    ignored,
    warnings: [...warnings, ...stack.resolver.warnings],
  };
}

function openStack(template: JsonObject, surroundings: Surroundings) {
  const all = objectAt(template.Resources, 'Resources');
  const identities = new Map<string, Identity>();
  const resolver = new Resolver(template, surroundings, {
    ref: (logicalId) => identity(logicalId).ref,
    attribute: (logicalId, attribute) => {
      const { type } = typed(logicalId);
      // The attribute of an ignored resource has no meaning here, so any stable text is good
      // enough.
      return isSupportedType(type)
        ? attributeOf(identity(logicalId), logicalId, attribute)
        : `${identity(logicalId).arn}${attribute === 'Arn' ? '' : `.${attribute}`}`;
    },
  });
  const present = Object.keys(all).filter((id) => {
    return resolver.holds(objectAt(all[id], id).Condition);
  });
  return {
    resolver,
    identity,
    resources: present.map((id) => [id, typed(id)] as const),
    entryOf: (logicalId: string) => {
      const entry = objectAt(typed(logicalId).raw.Metadata, logicalId)[entryMetadataKey];
      return entry === undefined ? undefined : textAt(entry, `${logicalId}.Metadata`);
    },
  };

  function typed(logicalId: string) {
    const raw = objectAt(all[logicalId], logicalId);
    return { type: textAt(raw.Type, `${logicalId}.Type`), raw };
  }

  function identity(logicalId: string): Identity {
    const known = identities.get(logicalId);
    if (known) return known;
    const { type, raw } = typed(logicalId);
    const fallback = `${surroundings.stackName}-${logicalId}`;
    if (!isSupportedType(type)) {
      const arn = `arn:aws:local-cloud:::ignored/${fallback}`;
      return { name: fallback, arn, ref: fallback, attributes: {} };
    }
    const { nameProperty }: SupportedType = supportedTypes[type];
    const where = `${logicalId}.${nameProperty}`;
    const rawName = nameProperty && objectAt(raw.Properties, logicalId)[nameProperty];
    const name = textAt(resolver.value(rawName, where) ?? fallback, where);
    const made = identityOf(type, name, surroundings);
    identities.set(logicalId, made);
    return made;
  }
}

function keptProperties(
  logicalId: string,
  type: SupportedTypeName,
  raw: JsonObject,
  resolver: Resolver,
  ignored: Ignored[],
): JsonObject {
  const table: SupportedType = supportedTypes[type];
  const kept: JsonObject = {};
  for (const [key, rawValue] of Object.entries(objectAt(raw.Properties, logicalId))) {
    const what = `${logicalId}.${key}`;
    if (table.ignored.includes(key)) {
      ignored.push({ what, type, reason: 'changes nothing that a local run can show' });
      continue;
    }
    if (!table.kept.includes(key)) {
      throw new UnsupportedError(`the property ${key} of ${logicalId} (${type})`, table.kept);
    }
    const value = resolver.value(rawValue, what);
    if (value !== undefined) kept[key] = value;
  }
  return kept;
}

function oneRegion(table: NamedResource, region: string): NamedResource {
  const { Replicas: replicas, ...properties } = table.properties;
  if (replicas === undefined) return table;
  const isOwn = (replica: unknown): replica is JsonObject =>
    isObject(replica) && replica.Region === region;
  if (!Array.isArray(replicas) || !replicas.every(isOwn)) {
    throw new UnsupportedError(`replicas of ${table.logicalId} beyond one region`, [region]);
  }
  // Of a global table each replica says for itself whether it can be recovered.
  const key = 'PointInTimeRecoverySpecification';
  const recovery = replicas.find((replica) => replica[key] !== undefined)?.[key];
  return { ...table, properties: recovery ? { ...properties, [key]: recovery } : properties };
}

function readOutputs(template: JsonObject, resolver: Resolver): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, raw] of Object.entries(objectAt(template.Outputs, 'Outputs'))) {
    const output = objectAt(raw, `Outputs.${name}`);
    if (!resolver.holds(output.Condition)) continue;
    const where = `Outputs.${name}`;
    outputs[name] = textAt(resolver.value(output.Value, where), where);
  }
  return outputs;
}

function unsupportedResource(logicalId: string, type: string): UnsupportedError {
  return new UnsupportedError(
    `the resource type ${type} (of ${logicalId})`,
    Object.keys(supportedTypes),
  );
}
