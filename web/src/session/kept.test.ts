import { beforeEach, describe, expect, it } from 'vitest';

import type { Home } from '../home/draft';
import { fromHome } from '../home/draft';
import { keepDraft, keepHomes, keptDraft, keptHomes, keptLanguage } from './kept';

const HOME: Home = { l2: 'Capital Federal', surface_total: 60 };
const home = (rooms: number): Home => ({ ...HOME, rooms });

describe('what the browser keeps', () => {
  beforeEach(() => {
    localStorage.clear();
  });

  it('homes come back as they were', () => {
    const homes = [{ home: { ...home(3), property_type: 'PH' as const }, price: 5 }];
    keepHomes(homes);
    expect(keptHomes()).toEqual(homes);
  });

  it.each(['', '{', '7', '[{"query":"l2=x"},{"price":1},null]'])('homes kept as %s are none', (text) => {
    localStorage.setItem('tasador.homes', text);
    expect(keptHomes()).toEqual([]);
  });

  it('a draft comes back with the place as it was typed', () => {
    const draft = { ...fromHome(HOME), l2: '', place: 'paler & co', rooms: '3 ' };
    keepDraft(draft);
    expect(keptDraft()).toEqual({ ...draft, rooms: '3' });
    localStorage.clear();
    expect(keptDraft()).toBeUndefined();
  });

  it.each([
    [['en-GB', 'es'], 'en'],
    [['fr', 'es-MX', 'en'], 'es'],
    [['fr'], 'es'],
    [[], 'es'],
  ])('for a reader of %j it speaks %s', (preferred, language) => {
    expect(keptLanguage(preferred)).toBe(language);
  });

  it('a language chosen before goes first', () => {
    localStorage.setItem('tasador.language', 'en');
    expect(keptLanguage(['es'])).toBe('en');
    localStorage.setItem('tasador.language', 'xx');
    expect(keptLanguage(['es'])).toBe('es');
  });
});
