import type * as P from '@apexdevtools/apex-parser';
import type {
  AccessorNode,
  ClassNode,
  MemberNode,
  MethodNode,
  Modifiers,
  ParameterNode,
  Statement,
  TriggerNode,
} from './ast.ts';
import type { Reader } from './reader.ts';
import { readBlock, readDeclarators, readStatement } from './statements.ts';

export function readUnit(reader: Reader, context: P.CompilationUnitContext): ClassNode {
  const declaration = context.typeDeclaration();
  const modifiers = readModifiers(declaration.modifier_list());
  const inner = declaration.classDeclaration() ?? declaration.interfaceDeclaration() ?? declaration.enumDeclaration();
  return readType(reader, inner, modifiers);
}

export function readTrigger(reader: Reader, context: P.TriggerUnitContext): TriggerNode {
  const body: Statement[] = [];
  for (const member of context.triggerBlock().triggerBlockMember_list()) {
    const statement = member.statement();
    // A variable in the body of a trigger is read as a field.
    const field = member.triggerMemberDeclaration()?.fieldDeclaration();
    if (statement) body.push(readStatement(reader, statement));
    else if (field) {
      const variables = readDeclarators(reader, reader.type(field.typeRef()), field.variableDeclarators());
      body.push({ kind: 'variables', line: reader.line(member), variables });
    } else reader.unsupported(member, 'A method or class in a trigger');
  }
  const events = context
    .triggerCase_list()
    .map((event) => (event.children ?? []).map((child) => child.getText().toLowerCase()).join(' '));
  const [name, object] = context.id_list().map((id) => id.getText()) as [string, string];
  return { kind: 'trigger', name, object, events, body, line: reader.line(context) };
}

function readModifiers(list: P.ModifierContext[]): Modifiers {
  const words: string[] = [];
  const annotations: string[] = [];
  for (const modifier of list) {
    const annotation = modifier.annotation();
    if (annotation) annotations.push(annotation.id().getText().toLowerCase());
    else words.push(...(modifier.children ?? []).map((child) => child.getText().toLowerCase()));
  }
  return { words, annotations };
}

type TypeContext = P.ClassDeclarationContext | P.InterfaceDeclarationContext | P.EnumDeclarationContext;

function readType(reader: Reader, context: TypeContext, modifiers: Modifiers): ClassNode {
  const node: ClassNode = {
    kind: 'class',
    name: context.id().getText(),
    modifiers,
    extends: null,
    implements: [],
    members: [],
    constants: [],
    line: reader.line(context),
  };
  if ('enumConstants' in context) {
    const constants = context.enumConstants()?.id_list() ?? [];
    return { ...node, kind: 'enum', constants: constants.map((id) => id.getText()) };
  }
  const parents = context.typeList()?.typeRef_list() ?? [];
  node.implements = parents.map((parent) => reader.type(parent));
  if ('interfaceBody' in context) {
    const members = context.interfaceBody().interfaceMethodDeclaration_list();
    return { ...node, kind: 'interface', members: members.map((member) => readInterfaceMethod(reader, member)) };
  }
  node.extends = context.typeRef() ? reader.type(context.typeRef()) : null;
  for (const member of context.classBody().classBodyDeclaration_list())
    node.members.push(...readMember(reader, member));
  return node;
}

function readInterfaceMethod(reader: Reader, context: P.InterfaceMethodDeclarationContext): MethodNode {
  return {
    kind: 'method',
    name: context.id().getText(),
    modifiers: readModifiers(context.modifier_list()),
    returns: context.typeRef() ? reader.type(context.typeRef()) : null,
    parameters: readParameters(reader, context.formalParameters()),
    body: null,
    line: reader.line(context),
  };
}

function readParameters(reader: Reader, context: P.FormalParametersContext): ParameterNode[] {
  const list = context.formalParameterList()?.formalParameter_list() ?? [];
  return list.map((parameter) => ({ type: reader.type(parameter.typeRef()), name: parameter.id().getText() }));
}

function readMember(reader: Reader, context: P.ClassBodyDeclarationContext): MemberNode[] {
  const line = reader.line(context);
  const block = context.block();
  if (block)
    return [{ kind: 'initializer', isStatic: Boolean(context.STATIC()), body: readBlock(reader, block), line }];
  const member = context.memberDeclaration();
  if (!member) return [];
  const modifiers = readModifiers(context.modifier_list());
  const inner = member.classDeclaration() ?? member.interfaceDeclaration() ?? member.enumDeclaration();
  if (inner) return [readType(reader, inner, modifiers)];
  const field = member.fieldDeclaration();
  if (field) {
    const variables = readDeclarators(reader, reader.type(field.typeRef()), field.variableDeclarators());
    return variables.map((variable) => ({ kind: 'field', modifiers, variable }));
  }
  const property = member.propertyDeclaration();
  if (property) return [readProperty(reader, property, modifiers)];
  return [readMethod(reader, member, modifiers)];
}

function readMethod(reader: Reader, member: P.MemberDeclarationContext, modifiers: Modifiers): MethodNode {
  const constructor = member.constructorDeclaration();
  if (constructor) {
    return {
      kind: 'method',
      name: constructor.qualifiedName().getText(),
      modifiers,
      parameters: readParameters(reader, constructor.formalParameters()),
      body: readBlock(reader, constructor.block()),
      line: reader.line(member),
    };
  }
  const method = member.methodDeclaration();
  return {
    kind: 'method',
    name: method.id().getText(),
    modifiers,
    returns: method.typeRef() ? reader.type(method.typeRef()) : null,
    parameters: readParameters(reader, method.formalParameters()),
    body: method.block() ? readBlock(reader, method.block()) : null,
    line: reader.line(member),
  };
}

function readProperty(reader: Reader, context: P.PropertyDeclarationContext, modifiers: Modifiers): MemberNode {
  let get: AccessorNode | null = null;
  let set: AccessorNode | null = null;
  for (const block of context.propertyBlock_list()) {
    const accessor = block.getter() ?? block.setter();
    const body = accessor.block();
    const node = { modifiers: readModifiers(block.modifier_list()), body: body ? readBlock(reader, body) : null };
    if (block.getter()) get = node;
    else set = node;
  }
  const type = reader.type(context.typeRef());
  return { kind: 'property', name: context.id().getText(), type, modifiers, get, set, line: reader.line(context) };
}
