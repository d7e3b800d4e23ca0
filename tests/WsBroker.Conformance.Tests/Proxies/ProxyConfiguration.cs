using System.Globalization;

namespace WsBroker.Conformance.Tests.Proxies;

/// <summary>Writes the configuration of a proxy that runs in the foreground, as anybody, in a folder of its own.</summary>
/// <param name="Folder">Where it may write.</param>
/// <param name="Port">Where it listens on loopback.</param>
/// <param name="Upstream">The broker.</param>
/// <param name="ReadyPath">What the proxy answers itself.</param>
/// <param name="Token">With what; so that nobody else who has the port is taken for it.</param>
internal sealed record ProxyConfiguration(string Folder, int Port, Uri Upstream, string ReadyPath, string Token)
{
    /// <summary>nginx: keeps connections to the broker and uses them for any client, the hardest case for request framing.</summary>
    /// <remarks>Its documentation's map closes where there is no upgrade; an empty value is what it says for keepalive.</remarks>
    public string Nginx(ProxySettings settings) =>
        $$"""
        daemon off;
        master_process off;
        pid {{Folder}}/nginx.pid;
        error_log stderr warn;
        events { worker_connections 1024; }
        http {
          log_format answered '$status|$upstream_status|$request';
          access_log {{Folder}}/access.log answered;
          client_body_temp_path {{Folder}}/body;
          proxy_temp_path {{Folder}}/proxy;
          fastcgi_temp_path {{Folder}}/fastcgi;
          uwsgi_temp_path {{Folder}}/uwsgi;
          scgi_temp_path {{Folder}}/scgi;
          client_max_body_size 0;
          client_header_timeout {{Milliseconds(settings.MaxSilence)}};
          client_body_timeout {{Milliseconds(settings.MaxSilence)}};
          map $http_upgrade $connection_upgrade {
            default upgrade;
            '' '';
          }
          upstream broker {
            server {{Upstream.Authority}};
            keepalive 8;
          }
          server {
            listen 127.0.0.1:{{Port}};
            location = {{ReadyPath}} {
              access_log off;
              return 200 {{Token}};
            }
            location / {
              proxy_pass http://broker;
              proxy_http_version 1.1;
              proxy_set_header Host $http_host;
              proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Connection $connection_upgrade;
              proxy_read_timeout {{Milliseconds(settings.MaxSilence)}};
              proxy_send_timeout {{Milliseconds(settings.MaxSilence)}};
              {{Lines(settings.NginxLocation)}}
            }
          }
        }

        """;

    /// <summary>haproxy: uses a connection to the broker for any client.</summary>
    public string Haproxy(ProxySettings settings) =>
        $$"""
        global
          maxconn 1000
          log stdout format raw local0 info
        defaults
          mode http
          log global
          log-format "%ST|%Tr|%r"
          timeout connect 5s
          timeout client {{Milliseconds(settings.MaxSilence)}}
          timeout server {{Milliseconds(settings.MaxSilence)}}
          timeout tunnel {{Milliseconds(settings.MaxSilence)}}
          timeout http-request 10s
        frontend clients
          bind 127.0.0.1:{{Port}}
          acl asks_whether_ready path {{ReadyPath}}
          http-request set-log-level silent if asks_whether_ready
          http-request return status 200 content-type text/plain string {{Token}} if asks_whether_ready
          default_backend brokers
        backend brokers
          http-reuse always
          {{Lines(settings.HaproxyBackend)}}
          server broker {{Upstream.Authority}} {{settings.HaproxyServer}}

        """;

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds}ms");

    private static string Lines(IReadOnlyList<string> lines) => string.Join('\n', lines);
}
