// A model service for walks: it speaks chat completions, and says what it was given to say.
import { createServer } from 'node:http';

/** model answers with what say makes of the customer's words and the request: a text, or {tool, args}. */
export async function model(say) {
  const seen = [];
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    res.setHeader('Content-Type', 'application/json');
    if (!req.url.endsWith('/chat/completions')) return res.end('{"object":"list","data":[{"id":"walk","object":"model"}]}');
    const asked = JSON.parse(body);
    seen.push(asked);
    const last = asked.messages.at(-1);
    const said = say(typeof last.content === 'string' ? last.content : '', last.role, asked);
    const call = typeof said === 'string' ? null : [{ id: `call_${seen.length}`, type: 'function', function: { name: said.tool, arguments: JSON.stringify(said.args ?? {}) } }];
    const message = call ? { role: 'assistant', content: null, tool_calls: call } : { role: 'assistant', content: said };
    res.end(JSON.stringify({ id: 'x', object: 'chat.completion', model: 'walk', choices: [{ index: 0, message, finish_reason: call ? 'tool_calls' : 'stop' }], usage: { prompt_tokens: 200, completion_tokens: 20, total_tokens: 220 } }));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const settings = { OPENAI_BASE_URL: `http://127.0.0.1:${server.address().port}/v1`, OPENAI_API_KEY: 'walk', OPENAI_MODEL: 'walk', OPENAI_PROFILE: 'openai' };
  return { settings, seen, stop: () => new Promise((done) => (server.closeAllConnections(), server.close(done))) };
}
