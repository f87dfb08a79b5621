/**
 * Rules for the files themselves: short, headed by a comment that says the idea, and free of things that belong to one
 * machine (absolute paths, addresses of package registries).
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { ROOT } from '../lib/project.mjs';

const LONGEST = 500;
const CODE = new Set(['.ts', '.tsx', '.mjs', '.cjs', '.css']);
const TEXT = new Set([...CODE, '.json', '.html', '.md', '.svg', '.yml', '.yaml', '.webmanifest', '']);

// Character classes keep these patterns from matching themselves.
const FOREIGN = [
  {
    what: 'the address of a package registry',
    pattern: /registry[.](?:npm|yarn|npmmirror)|npm[j]s[.](?:org|com)\/(?!package)|[p]ypi[.]org/,
  },
  { what: 'an absolute path of one machine', pattern: /(?<![\w.~#])\/(?:[h]ome|[U]sers|[r]oot|[w]ork|[t]mp)\/[\w.-]+/ },
];

/** Files of the repository and those about to be added to it. */
export function repositoryFiles() {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: ROOT });
  return [...new Set(list.toString().split('\0'))].filter((file) => file !== '');
}

/**
 * What is wrong with one file.
 *
 * @param {string} file Its path in the repository.
 * @param {string} content
 * @returns {string[]}
 */
export function fileProblems(file, content) {
  const problems = [];
  const lines = content.split('\n');
  if (CODE.has(extname(file))) {
    if (lines.length - 1 > LONGEST) problems.push(`${file}: ${lines.length - 1} lines; ${LONGEST} at most`);
    // A CSS module belongs to the component beside it, which says it.
    if (!file.endsWith('.module.css') && !/^(?:#!.*\n)?\s*\/[*/]/.test(content))
      problems.push(`${file}: no comment at its head that says what it is`);
  }
  lines.forEach((line, index) => {
    for (const { what, pattern } of FOREIGN) {
      if (pattern.test(line)) problems.push(`${file}:${index + 1}: ${what}`);
    }
  });
  return problems;
}

/** @returns {string[]} Problems of all files. */
export function checkFiles() {
  return repositoryFiles()
    .filter((file) => TEXT.has(extname(file)))
    .flatMap((file) => {
      try {
        return fileProblems(file, readFileSync(join(ROOT, file), 'utf8'));
      } catch {
        return []; // Deleted, not yet committed.
      }
    });
}
