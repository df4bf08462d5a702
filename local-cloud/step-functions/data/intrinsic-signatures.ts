// The form that a call of an intrinsic function must have to be valid in a definition.
// https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html

/** One argument of a call, or a whole expression. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

/** How deeply AWS allows calls to be nested in one field. */
export const nestedCallsMax = 10;

type Kind = 'any' | 'number';

interface Signature {
  /** The types of the arguments. A literal of another type is refused. */
  readonly kinds: readonly Kind[];
  /** How many of them may be missing. */
  readonly optional?: number;
  /** Whether any number of further arguments of any type may follow. */
  readonly isOpen?: boolean;
}

// All functions that AWS has. It adds no more, since JSONata replaces them.
const signatures: Readonly<Record<string, Signature>> = {
  'States.Array': { kinds: [], isOpen: true },
  'States.ArrayContains': { kinds: ['any', 'any'] },
  'States.ArrayGetItem': { kinds: ['any', 'number'] },
  'States.ArrayLength': { kinds: ['any'] },
  'States.ArrayPartition': { kinds: ['any', 'number'] },
  'States.ArrayRange': { kinds: ['number', 'number', 'number'] },
  'States.ArrayUnique': { kinds: ['any'] },
  'States.Base64Decode': { kinds: ['any'] },
  'States.Base64Encode': { kinds: ['any'] },
  'States.Format': { kinds: ['any'], isOpen: true },
  'States.Hash': { kinds: ['any', 'any'] },
  'States.JsonMerge': { kinds: ['any', 'any', 'any'] },
  'States.JsonToString': { kinds: ['any'] },
  'States.MathAdd': { kinds: ['number', 'number'] },
  'States.MathRandom': { kinds: ['number', 'number', 'number'], optional: 1 },
  'States.StringSplit': { kinds: ['any', 'any'] },
  'States.StringToJson': { kinds: ['any'] },
  'States.UUID': { kinds: [] },
};

/** What is wrong with a call, if anything is. */
export function complaintAboutCall(name: string, args: readonly Expression[]): string | undefined {
  const signature = Object.hasOwn(signatures, name) ? signatures[name] : undefined;
  if (!signature) return `there is no function ${name}; there are ${Object.keys(signatures)}`;
  const { kinds, optional = 0, isOpen = false } = signature;
  const isCountRight =
    args.length >= kinds.length - optional && (isOpen || args.length <= kinds.length);
  if (!isCountRight) return `${name} does not take ${args.length} arguments`;
  const wrong = args.find(
    (arg, index) =>
      kinds[index] === 'number' && arg.kind === 'literal' && typeof arg.value !== 'number',
  );
  return wrong && `${name} takes numbers`;
}
