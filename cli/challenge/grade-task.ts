// A file of a challenge, made ready to be run with one seed after the other.
import type { Challenge } from '#challenges/challenge.ts';
import { unreachable } from '#domain/unreachable.ts';
import type { GradeTask, GradingTools } from './grading-tools.ts';
import { policyTask } from './policy-task.ts';
import { stackTask } from './stack-task.ts';
import { handlerTask, queueTask } from './trial-task.ts';

/**
 * Reads a student's file.
 * @throws {WrongInputError} where it cannot be read
 */
export function gradeTask(challenge: Challenge, file: string, tools: GradingTools): GradeTask {
  switch (challenge.kind) {
    case 'policy':
      return policyTask(challenge, file, tools);
    case 'stack':
      return stackTask(challenge, file, tools);
    case 'handler':
      return handlerTask(challenge, file, tools);
    case 'queue':
      return queueTask(challenge, file, tools);
    default:
      return unreachable(challenge);
  }
}
