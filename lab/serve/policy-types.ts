// Reads the published types of a policy for the page: the file that the package exports as
// `rebootstorm/policy`, declaration by declaration.
import { join } from 'node:path';
import { generateDtsBundle } from 'dts-bundle-generator';
import ts from 'typescript';
import type { MemberDoc, TypeDoc } from '../policy/type-docs.ts';

/** What a reader asks for first: the file, and the decisions that it may replace. */
const first = ['PolicyFile', 'Decisions', 'admitLogin', 'placeClient', 'retryLogin', 'healStep'];

/** The declarations: the file and its decisions first. @param root the project's folder */
export function policyTypes(root: string): TypeDoc[] {
  const options = { preferredConfigPath: join(root, 'tsconfig.json') };
  const entry = {
    filePath: join(root, 'api', 'policy.ts'),
    output: { noBanner: true, exportReferencedTypes: false },
  };
  const [text = ''] = generateDtsBundle([entry], options);
  const file = ts.createSourceFile('policy.d.ts', text, ts.ScriptTarget.ESNext, true);
  const docs = file.statements.flatMap((statement) => docOf(statement, file));
  const place = ({ name }: TypeDoc) =>
    (first.indexOf(name) + first.length + 1) % (first.length + 1);
  return docs.toSorted((a, b) => place(a) - place(b) || a.name.localeCompare(b.name));
}

function docOf(statement: ts.Statement, file: ts.SourceFile): TypeDoc[] {
  if (!isNamed(statement)) return [];
  const text = statement.getText(file).replace(/^export (declare )?|^declare /, '');
  return [
    {
      name: nameOf(statement),
      says: commentOf(statement),
      text,
      members: ts.isInterfaceDeclaration(statement)
        ? statement.members.flatMap((member) => memberOf(member, file))
        : [],
    },
  ];
}

type Named = ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.FunctionDeclaration;

function isNamed(statement: ts.Statement): statement is Named {
  return (
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isFunctionDeclaration(statement)
  );
}

function nameOf({ name }: Named): string {
  return name?.text ?? '';
}

function memberOf(member: ts.TypeElement, file: ts.SourceFile): MemberDoc[] {
  if (!ts.isPropertySignature(member)) return [];
  const type = member.type?.getText(file).replaceAll(/\s+/g, ' ') ?? '';
  return [{ name: member.name.getText(file), type, says: commentOf(member) }];
}

/** The comment before a node, as one line without its stars. */
function commentOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(comment?.comment) ?? '').replaceAll(/\s+/g, ' ').trim();
}
