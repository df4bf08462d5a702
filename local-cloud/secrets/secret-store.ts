// Secrets Manager: secrets from a template can be read, get new versions and are rotated by
// functions. Not here: labels of the user's own, replicas, deletion.

import { identifiersFrom } from '../identifiers.ts';
import type { SeededRandom } from '../seeded-random.ts';
import {
  type Clock,
  type JsonObject,
  type Meters,
  type Service,
  ServiceError,
  UnsupportedError,
} from '../service.ts';
import { generatedPassword, type PasswordRules } from './generated-password.ts';
import { type InvokeRotation, Rotations } from './rotations.ts';
import { isStage, Secret, type SecretValue, type Stage } from './secret.ts';

/** What Secrets Manager needs. */
export type SecretsManagerOptions = {
  clock: Clock;
  meters: Meters;
  random: SeededRandom;
  /** How functions are invoked that rotate secrets; without it, none can be rotated. */
  invoke?: InvokeRotation;
};

/** A secret as the template names it; properties of `AWS::SecretsManager::Secret`. */
export type SecretResource = { name: string; arn: string; properties: JsonObject };

/** Properties of `AWS::SecretsManager::RotationSchedule`. */
export type RotationResource = { logicalId: string; properties: JsonObject };

/** The secrets of one local cloud. Each call is metered as `secretsManager.requests`. */
export class SecretsManager implements Service {
  readonly target = 'secretsmanager';
  readonly #options: SecretsManagerOptions;
  readonly #secrets = new Map<string, Secret>();
  readonly #nextVersionId: () => string;
  readonly #rotations: Rotations;
  #passwordCount = 0;

  constructor(options: SecretsManagerOptions) {
    this.#options = options;
    this.#nextVersionId = identifiersFrom(options.random.fork('version-ids'));
    this.#rotations = new Rotations({
      clock: options.clock,
      nextVersionId: this.#nextVersionId,
      invoke: options.invoke ?? (() => Promise.reject(new Error('no function can be invoked'))),
    });
  }

  /**
   * Creates a secret. Its properties give the value, or have it generated. Otherwise it has no
   * value yet.
   * @throws {ServiceError} InvalidParameterException: properties that contradict themselves
   */
  createSecret({ name, arn, properties }: SecretResource): void {
    const { clock, random } = this.#options;
    const { Description } = properties;
    const description = Description === undefined ? {} : { description: String(Description) };
    const secret = new Secret({ name, arn, createdAtMs: clock.nowMs(), ...description });
    const text = initialText(properties, random.fork(name));
    const versionId = this.#nextVersionId;
    if (text !== undefined) this.#put(secret, { SecretString: text }, versionId(), ['AWSCURRENT']);
    this.#secrets.set(arn, secret);
  }

  /**
   * Rotates a secret as a template says. Only whole days are known here, and nothing is rotated at
   * once.
   * @throws {UnsupportedError} another schedule
   */
  scheduleRotation({ logicalId, properties }: RotationResource): void {
    const { SecretId: id, RotationLambdaARN: functionArn, RotationRules: rules } = properties;
    const { ScheduleExpression: schedule } = (rules ?? {}) as JsonObject;
    const [, days] = /^rate\((\d+) days?\)$/.exec(String(schedule)) ?? [];
    if (schedule !== undefined && days === undefined)
      throw new UnsupportedError(`the schedule ${schedule} of ${logicalId}`, ['rate(... days)']);
    const everyDays = days === undefined ? undefined : Number(days);
    this.#rotations.schedule(this.#secretOf(String(id)), {
      functionArn: String(functionArn),
      everyDays,
    });
  }

  call(operation: string, input: JsonObject): JsonObject {
    const known = OPERATIONS.find(({ name }) => name === operation);
    if (known === undefined) {
      const names = OPERATIONS.map(({ name }) => name);
      throw new UnsupportedError(`the Secrets Manager operation ${operation}`, names);
    }
    const unknown = Object.keys(input).find((name) => !known.parameters.includes(name));
    if (unknown !== undefined) {
      throw new UnsupportedError(`the parameter ${unknown} of ${operation}`, known.parameters);
    }
    this.#options.meters.add('secretsManager.requests', 1);
    if (operation === 'ListSecrets') return { SecretList: [...this.#secrets.values()].map(listed) };
    if (operation === 'GetRandomPassword') return this.#getRandomPassword(input);
    const secret = this.#secretOf(textOrNone(input, 'SecretId'));
    switch (operation) {
      case 'PutSecretValue':
        return this.#putSecretValue(secret, input);
      case 'UpdateSecretVersionStage':
        return updateStage(secret, input);
      case 'RotateSecret': {
        const token = textOrNone(input, 'ClientRequestToken');
        const VersionId = this.#rotations.begin(secret, token);
        return { ARN: secret.arn, Name: secret.name, VersionId };
      }
      case 'DescribeSecret': {
        const rotation = this.#rotations.of(secret);
        const rotated = { RotationEnabled: true, RotationLambdaARN: rotation?.functionArn };
        return { ...describe(secret), ...(rotation === undefined ? {} : rotated) };
      }
      default:
        return getSecretValue(secret, input);
    }
  }

  #getRandomPassword(rules: JsonObject): JsonObject {
    this.#passwordCount += 1;
    const random = this.#options.random.fork(`passwords/${this.#passwordCount}`);
    return { RandomPassword: generatedPassword(rules as PasswordRules, random) };
  }

  /** By ARN, with or without its last six characters, or by name. */
  #secretOf(id: string | undefined): Secret {
    for (const secret of this.#secrets.values()) {
      if (id === secret.arn || id === secret.name || id === secret.arn.slice(0, -7)) return secret;
    }
    throw new ServiceError(
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret.",
    );
  }

  #putSecretValue(secret: Secret, input: JsonObject): JsonObject {
    const token = textOrNone(input, 'ClientRequestToken') ?? this.#nextVersionId();
    const stages = readStages(input);
    this.#put(secret, readValue(input), token, stages);
    return { ARN: secret.arn, Name: secret.name, VersionId: token, VersionStages: stages };
  }

  #put(secret: Secret, value: SecretValue, versionId: string, stages: readonly Stage[]): void {
    secret.put({ versionId, value, createdAtMs: this.#options.clock.nowMs() }, stages);
  }
}

const OPERATIONS: readonly { readonly name: string; readonly parameters: readonly string[] }[] = [
  { name: 'DescribeSecret', parameters: ['SecretId'] },
  { name: 'ListSecrets', parameters: ['MaxResults', 'IncludePlannedDeletion', 'SortOrder'] },
  {
    name: 'GetRandomPassword',
    parameters: [
      'PasswordLength',
      'ExcludeCharacters',
      'ExcludeLowercase',
      'ExcludeUppercase',
      'ExcludeNumbers',
      'ExcludePunctuation',
      'IncludeSpace',
      'RequireEachIncludedType',
    ],
  },
  { name: 'GetSecretValue', parameters: ['SecretId', 'VersionId', 'VersionStage'] },
  {
    name: 'PutSecretValue',
    parameters: ['SecretId', 'ClientRequestToken', 'SecretString', 'SecretBinary', 'VersionStages'],
  },
  { name: 'RotateSecret', parameters: ['SecretId', 'ClientRequestToken'] },
  {
    name: 'UpdateSecretVersionStage',
    parameters: ['SecretId', 'VersionStage', 'MoveToVersionId', 'RemoveFromVersionId'],
  },
];

// AWS "Secrets Manager quotas": 65,536 bytes for the value of a secret.
const VALUE_BYTES_MAX = 65_536;

function getSecretValue(secret: Secret, input: JsonObject): JsonObject {
  const stage = textOrNone(input, 'VersionStage');
  const version = secret.find(textOrNone(input, 'VersionId'), stage);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.versionId,
    VersionStages: secret.stagesOf(version),
    CreatedDate: version.createdAtMs / 1000,
    ...version.value,
  };
}

function updateStage(secret: Secret, input: JsonObject): JsonObject {
  const [stage] = stagesAmong([input.VersionStage]);
  const toId = textOrNone(input, 'MoveToVersionId');
  if (stage === undefined || toId === undefined)
    throw new UnsupportedError('a label that is taken from a version and given to none', [
      'MoveToVersionId',
    ]);
  secret.move(stage, toId, textOrNone(input, 'RemoveFromVersionId'));
  return { ARN: secret.arn, Name: secret.name };
}

/** The labels of a new version: it becomes the current one unless it is said otherwise. */
function readStages({ VersionStages: stages }: JsonObject): readonly Stage[] {
  if (stages === undefined) return ['AWSCURRENT'];
  if (Array.isArray(stages)) return stagesAmong(stages);
  throw invalidParameter('VersionStages must be a list.');
}

function stagesAmong(labels: readonly unknown[]): Stage[] {
  return labels.map((label) => {
    if (isStage(String(label))) return String(label) as Stage;
    throw new UnsupportedError(`the staging label ${label}`, ['AWSCURRENT', 'AWSPENDING']);
  });
}

function listed(secret: Secret): JsonObject {
  const { VersionIdsToStages: SecretVersionsToStages, ...rest } = describe(secret);
  return { ...rest, SecretVersionsToStages };
}

function describe(secret: Secret): JsonObject {
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    CreatedDate: secret.createdAtMs / 1000,
    LastChangedDate: secret.changedAtMs / 1000,
    VersionIdsToStages: secret.stagesById(),
  };
}

function readValue(input: JsonObject): SecretValue {
  const text = textOrNone(input, 'SecretString');
  const bytes = textOrNone(input, 'SecretBinary');
  if ((text === undefined) === (bytes === undefined)) {
    throw invalidParameter('You must provide either SecretString or SecretBinary.');
  }
  const size = Buffer.byteLength(text ?? bytes ?? '', text === undefined ? 'base64' : 'utf8');
  if (size > VALUE_BYTES_MAX) {
    throw invalidParameter(`The secret value is ${size} bytes, at most ${VALUE_BYTES_MAX}.`);
  }
  return text === undefined ? { SecretBinary: bytes ?? '' } : { SecretString: text };
}

/** The first value of a secret by its template. */
function initialText(properties: JsonObject, random: SeededRandom): string | undefined {
  const { SecretString: given, GenerateSecretString: rules } = properties;
  if (given !== undefined && rules !== undefined) {
    throw invalidParameter('A secret has either a SecretString or a GenerateSecretString.');
  }
  if (rules === undefined) return given === undefined ? undefined : String(given);
  const { SecretStringTemplate: template, GenerateStringKey: key, ...rest } = rules as JsonObject;
  const password = generatedPassword(rest as PasswordRules, random);
  if (template === undefined && key === undefined) return password;
  if (typeof template !== 'string' || typeof key !== 'string') {
    throw invalidParameter('SecretStringTemplate and GenerateStringKey come together.');
  }
  return JSON.stringify({ ...(JSON.parse(template) as JsonObject), [key]: password });
}

function textOrNone(input: JsonObject, name: string): string | undefined {
  const given = input[name];
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'string') return given;
  throw invalidParameter(`${name} must be text.`);
}

function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}
