/** The checks of `npm run check` find what they are for. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileProblems } from '../../../scripts/check/files.mjs';
import { catalogueProblems, flatten, keyUse } from '../../../scripts/check/locales.mjs';
import { entryFiles } from '../../../scripts/lib/build.mjs';
import { ROOT } from '../../../scripts/lib/project.mjs';

describe('fileProblems', () => {
  const head = '/** Says what it is. */\n';

  it('accepts a short file with a head', () => {
    expect(fileProblems('src/a.ts', `${head}export const a = 1;\n`)).toEqual([]);
  });

  it('finds files that are too long or have no head', () => {
    expect(fileProblems('src/a.ts', head + 'x;\n'.repeat(500))).toEqual(['src/a.ts: 501 lines; 500 at most']);
    expect(fileProblems('src/a.tsx', 'export const a = 1;\n')).toHaveLength(1);
  });

  it('finds paths and addresses that belong to one machine', () => {
    const home = ['', 'home', 'someone', 'x'].join('/');
    const registry = ['registry', 'npmjs', 'org'].join('.');
    expect(fileProblems('a.md', `see ${home}\n`)).toEqual(['a.md:1: an absolute path of one machine']);
    expect(fileProblems('a.json', `\n"https://${registry}/x"`)).toEqual([
      'a.json:2: the address of a package registry',
    ]);
    expect(fileProblems('a.md', 'src/home/x.ts and https://a.b/home/c are fine')).toEqual([]);
  });
});

describe('catalogueProblems', () => {
  const problems = (en: object, zh: object) => catalogueProblems('ns', flatten(en), flatten(zh));

  it('accepts equal keys, whatever plural forms each language has', () => {
    const en = { a: { b: 'x {{n}}' }, left_one: '{{count}} second', left_other: '{{count}} seconds' };
    expect(problems(en, { a: { b: '{{n}} 个' }, left_other: '{{count}} 秒' })).toEqual([]);
  });

  it('finds missing keys, other variables and empty texts', () => {
    expect(problems({ a: 'x', b: 'y' }, { a: 'x' })).toEqual(['zh-CN lacks ns:b']);
    expect(problems({ a: 'x' }, { a: 'x', b: 'y' })).toEqual(['en lacks ns:b']);
    expect(problems({ a: 'x {{n}}' }, { a: 'x {{m}}' })).toEqual(['ns:a: en has {n}, zh-CN {m}']);
    expect(problems({ a: 'x' }, { a: ' ' })).toEqual(['zh-CN ns:a is empty']);
  });
});

describe('keyUse', () => {
  const catalogues = new Map([
    ['train', new Set(['start', 'kind.dense', 'kind.flatten', 'old'])],
    ['errors', new Set(['network'])],
  ]);
  const use = (content: string) => keyUse(catalogues, [{ file: 'a.tsx', content }]);

  it('finds keys that no catalogue has, with their line', () => {
    const { missing } = use("const { t } = useTranslation('train');\nt('start'); t('stop'); t('errors:network');");
    expect(missing).toEqual(['a.tsx:2: stop']);
  });

  it('looks in the namespaces the file names', () => {
    expect(use("useTranslation('train'); t('network')").missing).toEqual(['a.tsx:1: network']);
    expect(use("useTranslation(['train', 'errors']); t('network')").missing).toEqual([]);
  });

  it('follows templates, conditions and i18nKey', () => {
    expect(use(`useTranslation("train"); t(\`kind.\${k}\`)`)).toEqual({
      missing: [],
      unused: ['train:start', 'train:old', 'errors:network'],
    });
    expect(use(`useTranslation("train"); t(\`sort.\${k}\`)`).missing).toEqual(['a.tsx:1: sort.…']);
    expect(use('useTranslation("train"); t(a ? "start" : "halt")').missing).toEqual(['a.tsx:1: halt']);
    expect(use('const x = <Trans i18nKey="train:nothing" />').missing).toEqual(['a.tsx:1: train:nothing']);
  });
});

describe('entryFiles', () => {
  it('follows static imports only', () => {
    const manifest = {
      'index.html': {
        file: 'index.js',
        isEntry: true,
        imports: ['_vendor.js'],
        dynamicImports: ['demo.ts'],
        css: ['a.css'],
      },
      '_vendor.js': { file: 'vendor.js', imports: ['_base.js'] },
      '_base.js': { file: 'base.js', imports: ['_vendor.js'], css: ['b.css'] },
      'demo.ts': { file: 'demo.js', imports: ['_vendor.js'] },
    };
    expect(entryFiles(manifest)).toEqual({ scripts: ['index.js', 'vendor.js', 'base.js'], styles: ['a.css', 'b.css'] });
  });
});

describe('the import rules', () => {
  const modules = [
    'core/a',
    'core/interpreter/client',
    'core/interpreter/worker',
    'engine/client',
    'engine/inside',
    'data/client',
    'state/index',
    'ui/index',
    'panels/one/a',
    'panels/two/b',
  ];
  /** In which folder, what is imported, and the rule that this breaks (null: none). */
  const cases: [string, string, string | null][] = [
    ['core', '@/engine/client', 'core-alone'],
    ['core', './a', null],
    ['engine', '@/data/client', 'engine-data-export'],
    ['engine', '@/core/a', null],
    ['engine', '@tensorflow/tfjs-core', null],
    ['state', '@tensorflow/tfjs-core', 'tensorflow-in-engine'],
    ['data', 'react', 'no-react-below'],
    ['theme', '@/ui/index', 'theme-alone'],
    ['ui', '@/state/index', 'ui-theme'],
    ['state', '@/engine/inside', 'state-clients'],
    ['state', '@/engine/client', null],
    ['panels/one', '@/panels/two/b', 'panels-apart'],
    ['panels/one', '@/engine/inside', 'panels-apart'],
    ['panels/one', '@/state', null],
    ['panels/one', '@/core/interpreter/worker', 'workers-behind-clients'],
    ['app', '@/panels/two/b', null],
    ['app', 'vitest', 'shipped-needs-dependencies'],
    ['app', './nowhere', 'resolvable'],
  ];
  const fileOf = (index: number) => `src/${cases[index][0]}/case${index}.ts`;
  let folder: string;
  let violations: { from: string; rule: { name: string } }[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'chainrule-rules-'));
    const write = (file: string, content: string) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), content);
    };
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      cpSync(join(ROOT, file), join(folder, file));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const name of modules) write(`src/${name}.ts`, 'export const v = 1;\n');
    cases.forEach(([, target], index) => {
      // Every other one imports types only: that is knowledge as well.
      const ours = target.startsWith('@/') && index % 2 === 0;
      write(
        fileOf(index),
        ours ? `export type { v } from '${target}';\n` : `import * as x from '${target}';\nexport { x };\n`,
      );
    });
    const cruiser = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const args = [cruiser, '--config', join(folder, '.dependency-cruiser.cjs'), '--output-type', 'json', 'src'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1e8 });
    violations = JSON.parse(stdout).summary.violations;
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(cases.map(([place, target, rule], index) => ({ place, target, rule, index })))(
    'a file in $place imports $target: $rule',
    ({ rule, index }) => {
      const broken = violations.filter(({ from }) => from === fileOf(index)).map((violation) => violation.rule.name);
      expect([...new Set(broken)]).toEqual(rule ? [rule] : []);
    },
  );
});
