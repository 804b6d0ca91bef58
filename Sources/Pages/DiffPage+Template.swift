extension DiffPage {
  static let template = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>Differences: {{old}}, {{new}}</title>
    <style>
    {{style}}
    </style>
    </head>
    <body>
    <main>
    <h1>Differences</h1>
    <p>From <bdi>{{old}}</bdi> to <bdi>{{new}}</bdi>. {{summary}}</p>
    {{#rows}}
    <section aria-labelledby="{{id}}">
    <h2 id="{{id}}"><bdi>{{name}}</bdi> <span class="outcome">({{kind}}, {{outcome}})</span></h2>
    {{#hasChanges}}
    <div class="scroll">
    <table aria-labelledby="{{id}}">
    <thead><tr><th scope="col">Property</th><th scope="col">From</th><th scope="col">To</th></tr></thead>
    <tbody>
    {{#changes}}
    <tr><th scope="row"><bdi>{{property}}</bdi></th>\
    <td>{{#from}}{{#isThere}}<bdi>{{text}}</bdi>{{/isThere}}\
    {{^isThere}}<span class="none">none</span>{{/isThere}}{{/from}}</td>\
    <td>{{#to}}{{#isThere}}<bdi>{{text}}</bdi>{{/isThere}}\
    {{^isThere}}<span class="none">none</span>{{/isThere}}{{/to}}</td></tr>
    {{/changes}}
    </tbody>
    </table>
    </div>
    {{/hasChanges}}
    </section>
    {{/rows}}
    </main>
    </body>
    </html>

    """
}
