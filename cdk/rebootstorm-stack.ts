import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type IRole, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { dispatchTimeoutSeconds, stormTimeoutSeconds } from '#domain/limits.ts';
import { queuesOf } from '#domain/stack/queue-limits.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import type { FunctionName } from '#domain/stack-names.ts';
import { Alarms } from './alarms.ts';
import { capitalised } from './capitalised.ts';
import { ControlFunction, type Environment } from './control-function.ts';
import { ControlQueue, quarantineQueue } from './control-queue.ts';
import { CustomerKey } from './customer-key.ts';
import { StormDashboard } from './dashboard.ts';
import { type Deployment, usualDeployment } from './deployment-in-context.ts';
import { IdentityKey } from './identity-key.ts';
import { KeyRotation } from './key-rotation.ts';
import { NetworkTable } from './network-table.ts';
import { RebootStorm } from './reboot-storm.ts';
import { SelfDestruction } from './self-destruction.ts';

/** What the stack is made from. */
export interface RebootstormStackProps extends StackProps {
  readonly configuration: StackConfiguration;
  /** Where and for how long it stands; as usual when absent. */
  readonly deployment?: Deployment;
  /** Whether it has alarms and a dashboard; it has not when absent. */
  readonly isWatched?: boolean;
}

/** What its keys are for. */
const proofOf = {
  identity: 'Proves first requests to sign in',
  turn: 'Proves the turns that log-ins were given',
};

/** The whole control plane. One stack: it is deployed, and thrown away, as one. */
export class RebootstormStack extends Stack {
  readonly configuration: StackConfiguration;
  readonly deployment: Deployment;
  /** The names of the roles of the functions that go on by themselves. */
  readonly consumerRoleNames: readonly string[];

  constructor(scope: Construct, id: string, options: RebootstormStackProps) {
    const { configuration, deployment = usualDeployment, isWatched = false, ...props } = options;
    const { environment, endsAtMs, customerKey } = deployment;
    super(scope, id, { ...props, terminationProtection: environment === 'prod' });
    this.configuration = configuration;
    this.deployment = deployment;
    const role = roleNamed(this, deployment.role);
    const key =
      customerKey === null ? null : new CustomerKey(this, 'CustomerKey', customerKey, environment);
    const limits = queuesOf(configuration);
    const table = new NetworkTable(this, 'Network', configuration, environment, key);
    const queues = {
      membership: new ControlQueue(this, 'Membership', limits.membership, environment, key),
      login: new ControlQueue(this, 'Login', limits.login, environment, key),
      heal: new ControlQueue(this, 'Heal', limits.heal, environment, key),
    };
    const quarantine = quarantineQueue(this, environment, key);
    const shared = { table, queues, quarantine, configuration, environment, isWatched, role, key };
    const identityKey = new IdentityKey(this, 'IdentityKey', proofOf.identity, key);
    const turnKey = new IdentityKey(this, 'TurnKey', proofOf.turn, key);

    const membership = new ControlFunction(this, 'MembershipFunction', 'membership', shared);
    membership.consumes('membership').may('read', 'query', 'update', 'delete');
    membership.sends('membership', 'login', 'heal').mayFeedItself().knowsClientsBy(identityKey);

    const login = new ControlFunction(this, 'LoginFunction', 'login', shared);
    login.consumes('login').may('read', 'query', 'update').sends('login');
    login.mayFeedItself().knowsClientsBy(identityKey).givesTurnsBy(turnKey);

    const heal = new ControlFunction(this, 'HealFunction', 'heal', shared);
    heal.consumes('heal').may('read', 'query', 'update', 'put', 'delete').mayFindCandidates();
    heal.sends('heal', 'membership').mayFeedItself();

    this.consumerRoleNames = [membership, login, heal].flatMap(({ role: own }) =>
      own === undefined ? [] : [own.roleName],
    );

    const ofStorm = (id: string, name: FunctionName, timeoutSeconds = stormTimeoutSeconds) =>
      new ControlFunction(this, id, name, shared, timeoutSeconds);
    const planStorm = ofStorm('PlanStormFunction', 'plan-storm').may('read', 'update');
    const dispatchCell = ofStorm('DispatchCellFunction', 'dispatch-cell', dispatchTimeoutSeconds);
    dispatchCell.may('read', 'query', 'update').sends('membership');
    const observe = ofStorm('ObserveFunction', 'observe').may('read', 'query', 'update');
    observe.sends('heal', 'membership');
    const { visibilitySeconds } = limits.membership;
    observe.addEnvironment('MEMBERSHIP_VISIBILITY_SECONDS', String(visibilitySeconds));
    const reportStorm = ofStorm('ReportStormFunction', 'report-storm').may('read', 'update');

    const storm = new RebootStorm(this, 'RebootStorm', {
      planStorm,
      dispatchCell,
      observe,
      reportStorm,
      configuration,
      role,
    });
    if (isWatched) {
      const functions = {
        Membership: membership,
        Login: login,
        Heal: heal,
        PlanStorm: planStorm,
        DispatchCell: dispatchCell,
        Observe: observe,
        ReportStorm: reportStorm,
      };
      const parts = { queues, quarantine, functions, storm };
      new Alarms(this, 'Alarms', parts, id);
      new StormDashboard(this, 'Dashboard', parts, configuration, id);
    }
    if (configuration.keyRotation === 'on')
      new KeyRotation(this, 'KeyRotation', shared, [identityKey, turnKey]);
    if (endsAtMs !== null) new SelfDestruction(this, 'SelfDestruction', { atMs: endsAtMs, role });

    this.outputs(shared, storm);
  }

  private outputs({ table, queues, quarantine }: Environment, storm: RebootStorm): void {
    this.output('TableName', table.tableName);
    this.output('StateMachineArn', storm.stateMachineArn);
    this.output('QuarantineQueueUrl', quarantine.queueUrl);
    for (const [name, { queue, deadLetters }] of Object.entries(queues)) {
      this.output(`${capitalised(name)}QueueUrl`, queue.queueUrl);
      this.output(`${capitalised(name)}DeadLettersUrl`, deadLetters.queueUrl);
    }
  }

  private output(name: string, value: string): void {
    new CfnOutput(this, name, { value });
  }
}

/** A role that is there already; the stack gives it no further permission. */
function roleNamed(stack: Stack, nameOrArn: string | null): IRole | null {
  if (nameOrArn === null) return null;
  const of = { service: 'iam', region: '', resource: 'role', resourceName: nameOrArn };
  const arn = nameOrArn.startsWith('arn:') ? nameOrArn : stack.formatArn(of);
  return Role.fromRoleArn(stack, 'GivenRole', arn, { mutable: false });
}
