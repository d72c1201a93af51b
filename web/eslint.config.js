import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['dist', '.stryker-tmp', 'mutation', '*/node_modules', 'coverage', 'src/api/schema.gen.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...ts.configs.strictTypeChecked, ...ts.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      // A number in a template is what it looks like.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [hooks.configs.flat.recommended],
    languageOptions: { globals: globals.browser },
    rules: {
      'no-alert': 'error',
      'no-console': 'error',
    },
  },
  {
    // One direction: components know the rest; nothing else knows a component.
    files: ['src/{api,home,i18n,places,session}/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/components/**'], message: 'Components are on top.' }] },
      ],
    },
  },
  {
    // A group of tests is one function only by syntax.
    files: ['**/*.test.{ts,tsx}'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['{e2e,lighthouse,scripts}/**/*.mjs', '*.js'],
    languageOptions: { globals: globals.node },
    rules: { 'max-lines': ['error', 250], 'max-lines-per-function': ['error', { max: 40 }] },
  },
  {
    files: ['public/*.js'],
    languageOptions: { sourceType: 'script', globals: globals.browser },
  },
);
