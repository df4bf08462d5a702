// Runs the CDK that a checkout has, as a child process: it synthesises the stack where nothing can
// be reached, and deploys it to one place.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The CDK of a checkout. */
export interface Cdk {
  /**
   * Makes an assembly, without any key or endpoint: nothing can be asked.
   * @param words more words of its command line
   * @returns the CDK's exit code
   */
  synthesise(folder: string, words: readonly string[]): Promise<number>;
  /** Deploys one stack of an assembly. @param env all that it knows of AWS */
  deploy(folder: string, stack: string, env: NodeJS.ProcessEnv): Promise<number>;
}

/**
 * Finds the CDK of a checkout; undefined: this is a release, which has neither the CDK nor the
 * stack's sources.
 * @param root the folder with `package.json`
 */
export function cdkOf(root: string, env: NodeJS.ProcessEnv): Cdk | undefined {
  const cdk = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  if (!existsSync(cdk) || !existsSync(join(root, 'cdk.json'))) return undefined;
  const run = async (words: readonly string[], own: NodeJS.ProcessEnv) => {
    const child = spawn(process.execPath, [cdk, ...words, '--no-notices'], {
      cwd: root,
      env: { ...withoutAws(env), ...silent, ...own },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [exitCode] = await once(child, 'close');
    return Number(exitCode ?? 1);
  };
  return {
    synthesise: (folder, words) => run(['synth', '--quiet', '--output', folder, ...words], {}),
    deploy: (folder, stack, own) =>
      run(['deploy', stack, '--app', folder, '--require-approval', 'never'], own),
  };
}

/**
 * The CDK's own calls home: which version is new, and what was used. Of AWS it finds what it is
 * given, and neither files nor the metadata service.
 */
const silent = {
  CDK_DISABLE_VERSION_CHECK: '1',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** What the CDK would find a way elsewhere by. A bundle of certificates names nobody. */
const left = /^(AWS_(?!CA_BUNDLE$)|CDK_(?!HOME$)|LOCALSTACK_)/;
/** It asks a proxy even for what is on this machine. */
const proxies = /^(NODE_USE_ENV_PROXY|(https?|all|no)_proxy)$/i;

function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return chosen(env, (name) => !left.test(name) && !proxies.test(name));
}

/** The variables that lead through a proxy, for a CDK that is to reach AWS. */
export function proxiesOf(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return chosen(env, (name) => proxies.test(name));
}

function chosen(env: NodeJS.ProcessEnv, isChosen: (name: string) => boolean): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => isChosen(name)));
}

/** The template of a stack in an assembly; undefined: there is none of that name. */
export function templateIn(folder: string, stack: string): unknown {
  const path = join(folder, `${stack}.template.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
