extension Page {
  /// The style of every page: readable in light and dark, on paper and on a narrow screen. It
  /// holds none of `& < > " '`, so that it can go through the escaping like any value.
  static let style = """
    :root { color-scheme: light dark; --line: #8886; --soft: #8882; }
    body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem;
      padding: 0 1rem; }
    h1 { font-size: 1.5rem; }
    h2 { font-size: 1.1rem; margin: 2rem 0 0.25rem; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; }
    caption { text-align: left; padding: 0.25rem 0; }
    th, td { border-bottom: 1px solid var(--line); padding: 0.4rem 0.6rem; text-align: left;
      vertical-align: top; }
    thead th { background: var(--soft); }
    td { overflow-wrap: anywhere; white-space: pre-wrap; }
    tbody th { font-weight: 600; }
    tbody:has(input:checked) { opacity: 0.55; text-decoration: line-through; }
    input { width: 1.2rem; height: 1.2rem; vertical-align: middle; }
    label { white-space: nowrap; }
    .none { font-style: italic; opacity: 0.75; }
    .outcome { font-weight: 400; }
    @media print { body { margin: 0; max-width: none; } tbody { break-inside: avoid; } }
    """
}
