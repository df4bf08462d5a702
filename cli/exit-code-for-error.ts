// What an error that ends a command means to whoever called it.
import { CommanderError } from 'commander';
import { plainLines } from '#domain/plain-text.ts';
import { PortError } from '#runner/endpoint/listener.ts';
import { SynthesisError } from '#runner/local/stack-template.ts';
import { isPolicyError } from '#runner/policy-choice-error.ts';
import { FolderInUseError } from '#runner/sweep/hold-folder.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import { exitCodes } from './exit-codes.ts';
import { OutFolderError } from './run-folder/out-folder-error.ts';

/** Says what is wrong on standard error. @returns the exit code that means it */
export function exitCodeFor(error: unknown): number {
  // commander has already printed what is wrong. Its help and its version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
  if (isWrongInput(error)) {
    process.stderr.write(`error: ${plainLines(error.message)}\n`);
    return exitCodes.usage;
  }
  if (error instanceof FolderInUseError || error instanceof PortError) {
    process.stderr.write(`error: ${plainLines(error.message)}\n`);
    return exitCodes.inUse;
  }
  if (error instanceof OutFolderError || isLostOutput(error)) {
    process.stderr.write(`error: ${plainLines(error.message)}\n`);
    return exitCodes.outputLost;
  }
  if (error instanceof SynthesisError) process.stderr.write(`${plainLines(error.message)}\n`);
  else
    process.stderr.write(`An internal error, please report it:\n${plainLines(inWords(error))}\n`);
  return exitCodes.bug;
}

/** Whether the user's input cannot be used. The error's message says why. */
function isWrongInput(error: unknown): error is Error {
  return error instanceof WrongInputError || isPolicyError(error);
}

/** What the system says of a place that takes no more, or never did. */
const lostOutputCodes =
  'ENOSPC EDQUOT EROFS EFBIG EIO EACCES EPERM ENAMETOOLONG ENOTDIR EISDIR EEXIST ELOOP'.split(' ');

/** A file or folder that cannot be written to is no fault of ours. */
function isLostOutput(error: unknown): error is Error {
  if (!(error instanceof Error) || !('code' in error && 'syscall' in error)) return false;
  if (lostOutputCodes.includes(String(error.code))) return true;
  return error.code === 'ENOENT' && ['mkdir', 'mkdtemp', 'rename'].includes(String(error.syscall));
}

function inWords(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
