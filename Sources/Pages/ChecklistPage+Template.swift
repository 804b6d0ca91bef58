extension ChecklistPage {
  static let template = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>{{title}}</title>
    <style>
    {{style}}
    </style>
    </head>
    <body>
    <main>
    <h1 id="title">{{title}}</h1>
    <p>{{intro}}</p>
    <div class="scroll">
    <table aria-labelledby="title">
    <caption>{{count}}</caption>
    <thead><tr><th scope="col">Done</th><th scope="col">Record</th><th scope="col">Where</th>\
    <th scope="col">Property</th><th scope="col">Old</th><th scope="col">New</th>\
    <th scope="col">Why</th></tr></thead>
    {{#steps}}
    <tbody>
    {{#rows}}
    <tr>{{#isFirst}}<td rowspan="{{span}}"><label for="{{id}}"><input type="checkbox" id="{{id}}" \
    aria-describedby="{{id}}-record"> {{step}}</label></td>\
    <th scope="rowgroup" rowspan="{{span}}" id="{{id}}-record"><bdi>{{record}}</bdi></th>{{/isFirst}}\
    <td>{{place}}</td><td><bdi>{{property}}</bdi></td>\
    <td>{{#old}}{{#isThere}}<bdi>{{text}}</bdi>{{/isThere}}\
    {{^isThere}}<span class="none">none</span>{{/isThere}}{{/old}}</td>\
    <td>{{#new}}{{#isThere}}<bdi>{{text}}</bdi>{{/isThere}}\
    {{^isThere}}<span class="none">none</span>{{/isThere}}{{/new}}</td>\
    <td>{{why}}</td></tr>
    {{/rows}}
    </tbody>
    {{/steps}}
    </table>
    </div>
    </main>
    </body>
    </html>

    """
}
