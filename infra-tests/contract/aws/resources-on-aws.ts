// A case's resources as AWS itself needs them: with a role that there is, code that signs, and
// names of the run.
import type { ContractResource, ContractResources } from '../contract-case.ts';
import { NO_ROLE, signedReports } from '../worker-function.ts';

/** The logical id of the one role that all functions and state machines of a run have. */
export const ROLE_ID = 'ContractRole';

/**
 * The role: for functions and state machines, on what the run makes and nothing else. It may not
 * write logs, so that Lambda makes no log group that would stay.
 * @param run what all names of the run begin with
 */
export function roleOfRun(run: string): ContractResources {
  const arnOf = (service: string, resource: string) => ({
    'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`,
  });
  const allow = (Action: readonly string[], ...Resource: readonly unknown[]) => ({
    Effect: 'Allow',
    Action,
    Resource,
  });
  const machines = arnOf('states', `stateMachine:${run}-*`);
  const executions = arnOf('states', `execution:${run}-*`);
  const PolicyDocument = {
    Version: '2012-10-17',
    Statement: [
      allow(
        ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map(
          (action) => `sqs:${action}`,
        ),
        arnOf('sqs', `${run}-*`),
      ),
      allow(['lambda:InvokeFunction'], arnOf('lambda', `function:${run}-*`)),
      allow(['states:StartExecution'], machines),
      allow(['states:DescribeExecution', 'states:StopExecution'], executions),
    ],
  };
  const trusted = {
    Effect: 'Allow',
    Principal: { Service: ['lambda.amazonaws.com', 'states.amazonaws.com'] },
    Action: 'sts:AssumeRole',
  };
  return {
    [ROLE_ID]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trusted] },
        Policies: [{ PolicyName: 'contract', PolicyDocument }],
      },
    },
  };
}

/**
 * The resources for AWS.
 * @param stackName begins the names that CloudFormation would choose by itself
 */
export function resourcesOnAws(
  resources: ContractResources,
  roleArn: string,
  stackName: string,
): ContractResources {
  const entries = Object.entries(resources).map(([id, resource]) => [
    id,
    onAws(id, resource, roleArn, stackName),
  ]);
  return Object.fromEntries(entries) as ContractResources;
}

function onAws(
  id: string,
  { Type, Properties }: ContractResource,
  roleArn: string,
  stackName: string,
): ContractResource {
  if (Type === 'AWS::Lambda::Function') {
    const { ZipFile } = Properties.Code as { ZipFile: string };
    const Code = { ZipFile: signedReports(ZipFile) };
    return { Type, Properties: { ...Properties, Role: roleArn, Code } };
  }
  if (Type !== 'AWS::StepFunctions::StateMachine') return { Type, Properties };
  // CloudFormation names state machines without their stack.
  const StateMachineName = `${stackName}-${id}`;
  return { Type, Properties: { ...Properties, RoleArn: roleArn, StateMachineName } };
}

/** Whether anything among the resources needs the role. */
export function needsRole(resources: ContractResources): boolean {
  return Object.values(resources).some(({ Properties }) =>
    [Properties.Role, Properties.RoleArn].includes(NO_ROLE),
  );
}
