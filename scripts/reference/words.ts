/** Words of the reference in both languages: the catalogue's names, and the headings only these pages have. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

type Catalogue = Record<string, Record<string, string>> & { about: Record<string, Record<string, string>> };

const FIXED = {
  en: {
    title: 'Reference',
    note: 'Generated from the definitions by `npm run reference`: the formulas are those that run.',
    integer: 'whole number',
    number: 'number',
    or: ' or ',
    required: 'required',
    settingHead: 'Setting',
    valuesHead: 'Values',
    defaultHead: 'Default',
    source: 'Source',
    everyOptimizer: 'Settings of every optimizer',
    state: 'State',
    weights: 'Weights',
    example: 'Example',
    mean: 'Mean',
    variance: 'Variance',
    none: 'none',
    colon: ': ',
    comma: ', ',
  },
  'zh-CN': {
    title: '参考手册',
    note: '由 `npm run reference` 从定义生成：这里的公式就是实际运行的公式。',
    integer: '整数',
    number: '数',
    or: ' 或 ',
    required: '必填',
    settingHead: '参数',
    valuesHead: '取值',
    defaultHead: '默认值',
    source: '出处',
    everyOptimizer: '所有优化器共有的参数',
    state: '状态量',
    weights: '权重',
    example: '示例',
    mean: '均值',
    variance: '方差',
    none: '无',
    colon: '：',
    comma: '、',
  },
} as const;

const GROUPS = {
  en: {
    layer: 'Layers',
    activation: 'Activations',
    loss: 'Losses',
    optimizer: 'Optimizers',
    schedule: 'Learning-rate schedules',
    initializer: 'Initializers',
    regularizer: 'Regularizers and constraints',
    preprocessing: 'Preprocessing',
  },
  'zh-CN': {
    layer: '层',
    activation: '激活函数',
    loss: '损失函数',
    optimizer: '优化器',
    schedule: '学习率调度',
    initializer: '初始化',
    regularizer: '正则化与约束',
    preprocessing: '预处理',
  },
} as const;
export type Group = keyof (typeof GROUPS)['en'];

export type Words = (typeof FIXED)[Language] & {
  language: Language;
  group: (group: Group) => string;
  name: (group: string, kind: string) => string;
  about: (group: string, kind: string) => string;
  setting: (name: string) => string;
  listOf: (items: string) => string;
  oneOfMany: (count: number) => string;
};

export function wordsOf(language: Language, root: string): Words {
  const catalogue = JSON.parse(
    readFileSync(join(root, 'src/locales', language, 'vocabulary.json'), 'utf8'),
  ) as Catalogue;
  return {
    ...FIXED[language],
    language,
    group: (group) => GROUPS[language][group],
    name: (group, kind) => catalogue[group]?.[kind] ?? kind,
    about: (group, kind) => catalogue.about[group]?.[kind] ?? '',
    setting: (name) => catalogue.setting[name] ?? '',
    listOf: (items) => (language === 'en' ? `list of ${items}` : `${items}的列表`),
    oneOfMany: (count) => (language === 'en' ? `one of ${count} names` : `${count} 个名称之一`),
  };
}
