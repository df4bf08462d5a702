// Secrets Manager: secrets from a template can be read and get new versions. Not here: rotation by
// a function, labels of the user's own, replicas, deletion.

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
import { Secret, type SecretValue, type SecretVersion } from './secret.ts';

/** What Secrets Manager needs. */
export type SecretsManagerOptions = { clock: Clock; meters: Meters; random: SeededRandom };

/** A secret as the template names it; properties of `AWS::SecretsManager::Secret`. */
export type SecretResource = { name: string; arn: string; properties: JsonObject };

/** The secrets of one local cloud. Each call is metered as `secretsManager.requests`. */
export class SecretsManager implements Service {
  readonly target = 'secretsmanager';
  readonly #options: SecretsManagerOptions;
  readonly #secrets = new Map<string, Secret>();
  readonly #nextVersionId: () => string;

  constructor(options: SecretsManagerOptions) {
    this.#options = options;
    this.#nextVersionId = identifiersFrom(options.random.fork('version-ids'));
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
    if (text !== undefined) this.#put(secret, { SecretString: text }, this.#nextVersionId());
    this.#secrets.set(arn, secret);
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
    const secret = this.#secretOf(textOrNone(input, 'SecretId'));
    if (operation === 'PutSecretValue') return this.#putSecretValue(secret, input);
    return operation === 'DescribeSecret' ? describe(secret) : getSecretValue(secret, input);
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
    const { ARN, Name, VersionId } = this.#put(secret, readValue(input), token);
    return { ARN, Name, VersionId, VersionStages: ['AWSCURRENT'] };
  }

  #put(secret: Secret, value: SecretValue, versionId: string) {
    const version: SecretVersion = { versionId, value, createdAtMs: this.#options.clock.nowMs() };
    secret.put(version);
    return { ARN: secret.arn, Name: secret.name, VersionId: versionId };
  }
}

const OPERATIONS: readonly { readonly name: string; readonly parameters: readonly string[] }[] = [
  { name: 'DescribeSecret', parameters: ['SecretId'] },
  { name: 'ListSecrets', parameters: ['MaxResults', 'IncludePlannedDeletion', 'SortOrder'] },
  { name: 'GetSecretValue', parameters: ['SecretId', 'VersionId', 'VersionStage'] },
  {
    name: 'PutSecretValue',
    parameters: ['SecretId', 'ClientRequestToken', 'SecretString', 'SecretBinary'],
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
