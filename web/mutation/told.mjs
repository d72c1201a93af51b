/** Tells what became of each change as soon as it is known: a run that is broken off has then told what it found. */

import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';

class Told {
  onMutantTested({ status, fileName, location: { start, end }, mutatorName, replacement }) {
    const lines = `${start.line}:${start.column + 1}-${end.line}:${end.column + 1}`;
    console.log(`${status} ${fileName}:${lines} ${mutatorName} ${JSON.stringify(replacement)}`);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Reporter, 'told', Told)];
