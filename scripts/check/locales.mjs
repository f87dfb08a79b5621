/**
 * The catalogues of the two languages: the same keys, the same variables, nothing empty, and every key the code asks
 * for. Keys are found in the syntax tree: first arguments of `t(…)`, `i18nKey` attributes, and, for finding keys that
 * nobody uses, every string and template in the code.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../lib/project.mjs';

const LANGUAGES = ['en', 'zh-CN'];
const PLURAL = /_(?:zero|one|two|few|many|other)$/;

/**
 * A catalogue as flat entries, `a.b` to text; plural forms are kept apart by their suffix.
 *
 * @returns {Map<string, string>}
 */
export function flatten(catalogue, prefix = '') {
  const entries = new Map();
  for (const [key, value] of Object.entries(catalogue)) {
    if (typeof value === 'object' && value !== null) {
      for (const [inner, text] of flatten(value, `${prefix}${key}.`)) entries.set(inner, text);
    } else entries.set(prefix + key, value);
  }
  return entries;
}

/** Keys without plural suffixes (languages differ in how many forms they have). */
function baseKeys(entries) {
  return new Set([...entries.keys()].map((key) => key.replace(PLURAL, '')));
}

/** Variables of each key over all its plural forms. */
function variables(entries) {
  const found = new Map();
  for (const [key, text] of entries) {
    const base = key.replace(PLURAL, '');
    const names = found.get(base) ?? new Set();
    for (const [, name] of String(text).matchAll(/\{\{-?\s*([\w.]+)/g)) if (name !== 'count') names.add(name);
    for (const [, name] of String(text).matchAll(/<(\w+)\s*\/?>/g)) names.add(`<${name}>`);
    found.set(base, names);
  }
  return found;
}

/**
 * Compares one namespace in two languages.
 *
 * @param {string} namespace
 * @param {Map<string, string>} en
 * @param {Map<string, string>} zh
 * @returns {string[]}
 */
export function catalogueProblems(namespace, en, zh) {
  const problems = [];
  const keys = { en: baseKeys(en), 'zh-CN': baseKeys(zh) };
  for (const key of keys.en) if (!keys['zh-CN'].has(key)) problems.push(`zh-CN lacks ${namespace}:${key}`);
  for (const key of keys['zh-CN']) if (!keys.en.has(key)) problems.push(`en lacks ${namespace}:${key}`);
  const names = { en: variables(en), 'zh-CN': variables(zh) };
  for (const [key, mine] of names.en) {
    const other = names['zh-CN'].get(key);
    if (other && [...mine].sort().join() !== [...other].sort().join()) {
      problems.push(`${namespace}:${key}: en has {${[...mine]}}, zh-CN {${[...other]}}`);
    }
  }
  for (const [language, entries] of [
    ['en', en],
    ['zh-CN', zh],
  ]) {
    for (const [key, text] of entries) {
      if (typeof text !== 'string') problems.push(`${language} ${namespace}:${key} is not text`);
      else if (text.trim() === '') problems.push(`${language} ${namespace}:${key} is empty`);
    }
  }
  return problems;
}

/** The text of a string or template as a pattern over keys; null for other expressions. */
function patternsOf(node) {
  if (ts.isStringLiteralLike(node)) return [{ text: node.text, literal: true }];
  if (ts.isTemplateExpression(node)) {
    return [
      { text: node.head.text + node.templateSpans.map((span) => `\0${span.literal.text}`).join(''), literal: false },
    ];
  }
  if (ts.isConditionalExpression(node)) return [...patternsOf(node.whenTrue), ...patternsOf(node.whenFalse)];
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return patternsOf(node.expression);
  if (ts.isJsxExpression(node) && node.expression) return patternsOf(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) {
    return [...patternsOf(node.left), ...patternsOf(node.right)];
  }
  return [];
}

/**
 * Keys a source file asks for.
 *
 * @returns {{ asked: { text: string, literal: boolean, line: number }[], mentioned: { text: string, literal: boolean }[],
 *   namespaces: string[] }} `\0` in a text stands for anything.
 */
export function keysInSource(file, content) {
  const source = ts.createSourceFile(
    file,
    content,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const result = { asked: [], mentioned: [], namespaces: [] };
  const ask = (node) => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    for (const pattern of patternsOf(node)) result.asked.push({ ...pattern, line });
  };
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const callee = ts.isPropertyAccessExpression(node.expression)
        ? node.expression.name.text
        : node.expression.getText();
      if (callee === 't' && node.arguments[0]) ask(node.arguments[0]);
      if (callee === 'useTranslation' && node.arguments[0]) {
        const argument = node.arguments[0];
        const items = ts.isArrayLiteralExpression(argument) ? argument.elements : [argument];
        for (const item of items) if (ts.isStringLiteralLike(item)) result.namespaces.push(item.text);
      }
    }
    if (ts.isJsxAttribute(node) && node.name.getText() === 'i18nKey' && node.initializer) ask(node.initializer);
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) result.mentioned.push(...patternsOf(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return result;
}

function toExpression(text) {
  return new RegExp(
    `^${text
      .split('\0')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.+')}$`,
  );
}

/**
 * Keys asked for that no catalogue has, and keys of the catalogues that nothing mentions.
 *
 * @param {Map<string, Set<string>>} catalogues Namespace to its keys (without plural suffixes).
 * @param {{ file: string, content: string }[]} sources
 * @returns {{ missing: string[], unused: string[] }}
 */
export function keyUse(catalogues, sources) {
  const all = [...catalogues].flatMap(([namespace, keys]) => [...keys].map((key) => `${namespace}:${key}`));
  const used = new Set();
  const missing = [];
  for (const { file, content } of sources) {
    const { asked, mentioned, namespaces } = keysInSource(file, content);
    const known = namespaces.length > 0 ? namespaces : [...catalogues.keys()];
    for (const { text, line } of asked) {
      const full = text.includes(':') ? [text] : known.map((namespace) => `${namespace}:${text}`);
      const matches = all.filter((key) => full.some((pattern) => toExpression(pattern).test(key)));
      // A key that is one variable alone says nothing.
      if (matches.length === 0 && !/^\0+$/.test(text)) missing.push(`${file}:${line}: ${text.replaceAll('\0', '…')}`);
      for (const key of matches) used.add(key);
    }
    for (const { text, literal } of mentioned) {
      // Templates without any fixed part would match everything.
      if (!literal && !/[a-z]{2}/i.test(text.replaceAll('\0', ''))) continue;
      const pattern = toExpression(text);
      for (const key of all) if (pattern.test(key) || pattern.test(key.slice(key.indexOf(':') + 1))) used.add(key);
    }
  }
  return { missing, unused: all.filter((key) => !used.has(key)) };
}

function readCatalogues(language) {
  const folder = join(ROOT, 'src/locales', language);
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(
    names.map((name) => [name.slice(0, -5), flatten(JSON.parse(readFileSync(join(folder, name), 'utf8')))]),
  );
}

function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** @returns {{ problems: string[], notes: string[] }} For the catalogues and the code of this repository. */
export function checkLocales() {
  const [en, zh] = LANGUAGES.map(readCatalogues);
  const problems = [];
  for (const namespace of new Set([...en.keys(), ...zh.keys()])) {
    if (!en.has(namespace)) problems.push(`en lacks ${namespace}.json`);
    else if (!zh.has(namespace)) problems.push(`zh-CN lacks ${namespace}.json`);
    else problems.push(...catalogueProblems(namespace, en.get(namespace), zh.get(namespace)));
  }
  const catalogues = new Map([...en].map(([namespace, entries]) => [namespace, baseKeys(entries)]));
  const sources = sourceFiles(join(ROOT, 'src')).map((path) => ({
    file: path.slice(ROOT.length),
    content: readFileSync(path, 'utf8'),
  }));
  const { missing, unused } = keyUse(catalogues, sources);
  return {
    problems: [...problems, ...missing.map((key) => `no such key: ${key}`)],
    notes: unused.map((key) => `unused key: ${key}`),
  };
}
