import { screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { APPRAISAL, draw, HOME } from '../../../test/drawn';
import { browserLike } from '../../../test/page';
import { History, paths } from './history';
import { Strip } from './strip';
import { Why } from './why';

beforeEach(browserLike);

const found = APPRAISAL.comparables ?? fail();
function fail(): never {
  throw new Error('the whole answer has comparables');
}
const text = () => document.body.textContent.replaceAll('\u00a0', ' ');
const attributes = (element: Element | null, ...names: string[]) => names.map((name) => element?.getAttribute(name));

describe('the strip', () => {
  it('draws the range, the middle half of the comparables and this home, and says them', () => {
    const { container } = draw(<Strip appraisal={APPRAISAL} />);
    const size = 172_449 / 3_135.4;
    const x = (usd: number) => 3 + (94 * (usd - 2_600 * size)) / (207_655.9 - 2_600 * size);
    const [range, quartiles] = container.querySelectorAll('rect');
    expect(parseFloat(range?.getAttribute('x') ?? '')).toBeCloseTo(x(143_210.4));
    expect(parseFloat(range?.getAttribute('width') ?? '')).toBeCloseTo(x(207_655.9) - x(143_210.4));
    expect(parseFloat(quartiles?.getAttribute('x') ?? '')).toBeCloseTo(3);
    expect(attributes(range ?? null, 'height', 'rx', 'y')).toEqual(['24', '6', '6']);
    const [median, down] = container.querySelectorAll('line');
    expect(parseFloat(median?.getAttribute('x1') ?? '')).toBeCloseTo(x(2_984 * size));
    expect(median?.getAttribute('x2')).toBe(median?.getAttribute('x1'));
    expect(down?.getAttribute('x1')).toBe(container.querySelector('circle')?.getAttribute('cx'));
    expect(container.querySelector('svg')).toHaveAttribute('height', '68');
    expect(screen.getByRole('img').getAttribute('aria-label')?.replaceAll('\u00a0', ' ')).toBe(
      'Precio USD 172.000, dentro de un rango de USD 143.000 a USD 208.000; avisos comparables, de USD 143.000 a USD 187.000',
    );
    expect(text()).toContain('la mitad central de los avisos comparables');
  });

  it('without comparables is as high as its range, and speaks of none', () => {
    const { container } = draw(<Strip appraisal={{ ...APPRAISAL, comparables: undefined }} />);
    expect(container.querySelector('svg')).toHaveAttribute('height', '36');
    expect(screen.getByRole('img').getAttribute('aria-label')).toMatch(/USD\s208\.000$/);
    expect(text()).not.toContain('comparables');
    expect(container.querySelectorAll('line')).toHaveLength(0);
  });

  it('without a range is none', () => {
    const { container } = draw(<Strip appraisal={{ ...APPRAISAL, range: undefined }} />);
    expect(container.querySelector('.strip')).toBeNull();
  });

  it('a range too narrow to see is drawn all the same', () => {
    const range = { low: 172_449, high: 172_449.1, coverage: undefined };
    const { container } = draw(<Strip appraisal={{ ...APPRAISAL, comparables: found, range }} />);
    expect(parseFloat(container.querySelector('.strip-range')?.getAttribute('width') ?? '')).toBe(0.5);
  });
});

describe('the history', () => {
  it('needs three years', () => {
    draw(<History years={APPRAISAL.history.slice(1)} />);
    draw(<History years={[]} />);
    expect(text()).toBe('');
  });

  it('tells each year in words, its ends in figures, and marks the last', () => {
    const { container } = draw(<History years={APPRAISAL.history} />);
    expect(screen.getByRole('img').getAttribute('aria-label')?.replaceAll('\u00a0', ' ')).toBe(
      'Precio por año: 2016, USD 150.000; 2020, USD 180.000; 2026, USD 172.000',
    );
    const ends = [...container.querySelectorAll('.strip-ends span')].map((end) => end.textContent.replaceAll('\u00a0', ' '));
    expect(ends).toEqual(['2016 USD 150.000', '2026 USD 172.000']);
    expect(container.querySelector('circle')).toHaveAttribute('cy', `${100 * (1 - 172_449 / 220_000)}%`);
    // From zero to the highest, as wide as it is: line and range are stretched alike.
    const { line, band } = paths(APPRAISAL.history);
    expect(container.querySelector('svg svg')).toHaveAttribute('viewBox', '0 0 400 120');
    expect([...container.querySelectorAll('path')].map((path) => path.getAttribute('d'))).toEqual([band, line]);
    const lines = [...container.querySelectorAll('.history-level')].map((level) => [
      level.textContent.replaceAll('\u00a0', ' '),
      level.querySelector('line')?.getAttribute('y1'),
    ]);
    expect(lines).toEqual([
      ['USD 100.000', `${100 * (1 - 100_000 / 220_000)}%`],
      ['USD 200.000', `${100 * (1 - 200_000 / 220_000)}%`],
    ]);
  });
});

describe('the reasons', () => {
  it('go right for what adds and left for what takes away, as long as they weigh', () => {
    const { container } = draw(<Why appraisal={APPRAISAL} home={HOME} />);
    const bars = [...container.querySelectorAll('rect:not(.why-axis)')].map((bar) => attributes(bar, 'class', 'x', 'width'));
    expect(bars.map(([name]) => name)).toEqual(['why-up', 'why-down']);
    expect(bars[0]?.slice(1)).toEqual(['100', '100']);
    const width = (100 * 8_000) / 50_449;
    expect(Number(bars[1]?.[2])).toBeCloseTo(width);
    expect(Number(bars[1]?.[1])).toBeCloseTo(100 - width);
  });

  it('are nothing where there are none', () => {
    draw(<Why appraisal={{ ...APPRAISAL, contributions: [] }} home={HOME} />);
    expect(text()).toBe('');
  });
});
