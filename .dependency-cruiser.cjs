/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A module that needs itself has no meaning of its own; type imports count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'numerics-stands-alone',
      comment: 'Numerics knows no physics, no observable and no other package at all.',
      severity: 'error',
      from: { path: '^packages/numerics/src/' },
      to: { path: '^packages/(?!numerics/)|^@gardner/(?!numerics(/|$))|(^|/)node_modules/' },
    },
    {
      name: 'core-stands-alone',
      comment: 'The core knows numerics and the roles, never who plays them.',
      severity: 'error',
      from: { path: '^packages/core/src/' },
      to: { path: '^packages/(?!(core|numerics)/)|^@gardner/(?!(core|numerics)(/|$))' },
    },
    {
      name: 'plugins-know-only-core',
      comment:
        'A plugin package may import @gardner/core and @gardner/numerics and no other package of this workspace; its tests may.',
      severity: 'error',
      from: { path: '^packages/(activations|weights|ansatze|machines|formula|viz)/src/' },
      to: {
        path: '^packages/(?!(core|numerics)/)[^/]+/|^@gardner/(?!(core|numerics)(/|$))',
        pathNot: '^packages/$1/',
      },
    },
    {
      name: 'results-below-commands',
      comment: 'What a result is when it is written or drawn depends on the core and on figures, not on who found it.',
      severity: 'error',
      from: { path: '^packages/results/src/' },
      to: { path: '^packages/(?!(core|viz|results)/)|^@gardner/(?!(core|viz)(/|$))' },
    },
    {
      name: 'samplers-know-machines',
      comment:
        'Monte Carlo moves finite machines: it knows the core, numerics and them, and no other package of this workspace.',
      severity: 'error',
      from: { path: '^packages/samplers/src/' },
      to: { path: '^packages/(?!(core|numerics|machines|samplers)/)|^@gardner/(?!(core|numerics|machines)(/|$))' },
    },
    {
      name: 'studies-below-commands',
      comment: 'A study is carried out by who has a folder, threads and answers for it; it knows none of them.',
      severity: 'error',
      from: { path: '^packages/studies/src/' },
      to: { path: '^packages/(cli|explorer)/|^@gardner/(cli|explorer)(/|$)' },
    },
    {
      name: 'container-in-its-place',
      comment:
        'tsyringe and its polyfill are the composition root: core/src/registry and cli/src/composition, nowhere else.',
      severity: 'error',
      from: {
        path: '^packages/[^/]+/src/',
        pathNot: '^packages/core/src/registry(\\.ts$|/)|^packages/cli/src/composition\\.ts$',
      },
      to: { path: '(^|/)(tsyringe|reflect-metadata)(/|$)' },
    },
    {
      name: 'node-only-in-cli',
      comment:
        'Physics, numerics and figures run unchanged in Node and in a browser; what needs Node stands in a folder of that name.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: '^packages/(cli|studies)/src/|^packages/viz/src/node/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'files-in-their-room',
      comment:
        'What is written whole, never over an input and under whose name, is decided in packages/cli/src/file. Beside it: the text of a module that is loaded; the page of the explorer.',
      severity: 'error',
      from: {
        path: '^packages/[^/]+/src/',
        pathNot:
          '^packages/cli/src/(file/|plugin/plugin-module\\.ts$|command/explore\\.ts$|bin\\.mjs$)|^packages/viz/src/node/',
      },
      to: { path: '^(node:)?fs(/promises)?$' },
    },
    {
      name: 'node-folder-apart',
      comment: 'What runs in a browser may not reach what needs Node.',
      severity: 'error',
      from: { path: '^packages/viz/src/', pathNot: '^packages/viz/src/node/' },
      to: { path: '^packages/viz/src/node/' },
    },
    {
      name: 'packages-by-name',
      comment:
        'Another package is imported by its name, never by a relative path into its folder. Small machines, and what is known of them from the definitions, are shared by the tests of machines and samplers.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: {
        path: '^packages/',
        pathNot: '^packages/$1/|^packages/machines/test/exact/',
        dependencyTypes: ['local'],
        dependencyTypesNot: ['aliased'],
      },
    },
    {
      name: 'sources-only-by-name',
      comment: 'Scripts and benchmarks are users of the packages too.',
      severity: 'error',
      from: { pathNot: '^packages/' },
      to: { path: '^packages/[^/]+/(src|dist)/', dependencyTypes: ['local'], dependencyTypesNot: ['aliased'] },
    },
    {
      name: 'declared',
      comment: 'What a package imports stands in its own package.json.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere hides from every rule above.',
      severity: 'error',
      from: {},
      // what vite makes of a worker has no file
      to: { couldNotResolve: true, pathNot: '\\?worker&inline$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.check.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@gardner/source', 'import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
