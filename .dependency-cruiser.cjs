/**
 * Who may import whom (docs/architecture.md). Type imports count as well: a type is knowledge too.
 */
const CLIENTS = '^src/(engine/(client|protocol)|data/(client|protocol)|core/(interpreter|racing)/client)\\.ts$';

/** One rule: files below `from` may import, of our own, only what matches `allowed` (`$1` is the first group of from). */
function only(name, from, allowed, comment) {
  return { name, severity: 'error', comment, from: { path: from }, to: { path: '^src/', pathNot: allowed } };
}

module.exports = {
  forbidden: [
    only('core-alone', '^src/core/', ['^src/core/'], 'core is pure: it imports nothing else of ours.'),
    only(
      'engine-data-export',
      '^src/(engine|data|export)/',
      ['^src/$1/', '^src/core/'],
      'They know core and themselves.',
    ),
    only('theme-alone', '^src/theme/', ['^src/theme/'], 'theme imports nothing of ours.'),
    only('ui-theme', '^src/ui/', ['^src/ui/', '^src/theme/'], 'ui knows nothing of networks, only theme.'),
    only(
      'state-clients',
      '^src/state/',
      ['^src/state/', '^src/core/', '^src/export/', CLIENTS],
      'state knows core, export and the clients of the workers.',
    ),
    only(
      'parts-shared',
      '^src/parts/',
      ['^src/parts/', '^src/(core|state|theme|ui)/'],
      'What several panels share knows core and state, and no panel.',
    ),
    only(
      'panels-apart',
      '^src/panels/([^/]+)/',
      ['^src/panels/$1/', '^src/(core|export|parts|state|theme|ui)/', CLIENTS],
      'A panel knows no other panel and no inside of a worker.',
    ),
    {
      name: 'workers-behind-clients',
      severity: 'error',
      comment: 'Only tests look into a worker; everybody else talks to its client.',
      from: { path: '^src/' },
      to: { path: '^src/.*/worker\\.ts$' },
    },
    {
      name: 'tensorflow-in-engine',
      severity: 'error',
      comment: 'TensorFlow.js is the engine’s affair (and the benchmark’s and the browser tests’).',
      from: { pathNot: ['^src/engine/', '^tests/', '^scripts/bench/'] },
      to: { path: 'node_modules/@tensorflow/' },
    },
    {
      name: 'no-react-below',
      severity: 'error',
      comment: 'core, engine, data and export run in workers and in Node, without React.',
      from: { path: '^src/(core|engine|data|export)/' },
      to: { path: 'node_modules/(react|react-dom|react-i18next|@mantine|@tabler|recharts|@xyflow)/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'What a type or a later import closes is no circle when the modules start.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^virtual:', '\\?'] },
    },
    {
      name: 'shipped-needs-dependencies',
      severity: 'error',
      comment: 'What is shipped may not need a package that is only for development.',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: ['node_modules/@types/', '\\.d\\.ts$'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'module', 'browser', 'default'] },
    skipAnalysisNotInRules: true,
  },
};
