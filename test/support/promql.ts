/** What a PromQL query asks for, by the grammar of Prometheus itself. */
import { parser } from '@prometheus-io/lezer-promql';

export interface Selector {
  metric: string;
  /** Values that are asked for, by label; those of a regular expression one by one. */
  matchers: Record<string, string[]>;
  /** Aggregations and functions around it, innermost first: `['rate', 'sum']`. */
  within: string[];
}

export interface Query {
  selectors: Selector[];
  /** Labels that anything is grouped by or matched on. */
  groupings: string[];
}

type Node = ReturnType<typeof parser.parse>['topNode'];

/** Throws if it is not PromQL. */
export function readQuery(text: string): Query {
  const query: Query = { selectors: [], groupings: [] };
  const said = (node: Node | null): string => (node ? text.slice(node.from, node.to) : '');
  parser.parse(text).iterate({
    enter({ node, name, type }) {
      if (type.isError) throw new Error(`not PromQL at ${node.from}: ${text}`);
      if (name === 'GroupingLabels') query.groupings.push(...node.getChildren('LabelName').map(said));
      if (name === 'VectorSelector') query.selectors.push(selectorOf(node, said));
    },
  });
  return query;
}

function selectorOf(node: Node, said: (node: Node | null) => string): Selector {
  const pairs = (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map(matcher => {
    const values = said(matcher.getChild('StringLiteral')).slice(1, -1).split('|');
    return [said(matcher.getChild('LabelName')), values] as const;
  });
  const within: string[] = [];
  for (let outer = node.parent; outer; outer = outer.parent) {
    const operator = outer.getChild('AggregateOp') ?? outer.getChild('FunctionIdentifier');
    if (operator) within.push(said(operator));
  }
  return { metric: said(node.getChild('Identifier')), matchers: Object.fromEntries(pairs), within };
}
