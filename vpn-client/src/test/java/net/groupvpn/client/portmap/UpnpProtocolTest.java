package net.groupvpn.client.portmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import net.groupvpn.overlay.io.SocketSetup;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpnpProtocolTest {
  private static final int PORT = 7_400;
  private static final int OK = 200;
  private static final int ERROR = 500;
  private static final String DESCRIPTION =
      "<root><device><serviceList><service>"
          + "<serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType>"
          + "<controlURL>/ctl</controlURL></service></serviceList></device></root>";

  private final PortMapCounters counters = new PortMapCounters();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private Function<String, String> soap;
  private byte[] description;

  @BeforeEach
  void open() throws IOException {
    description = DESCRIPTION.getBytes(StandardCharsets.UTF_8);
    soap =
        request ->
            request.contains("GetExternalIPAddress")
                ? "<a><NewExternalIPAddress>198.51.100.7</NewExternalIPAddress></a>"
                : "<a/>";
    server = HttpServer.create(new InetSocketAddress(FakeRouter.loopback(), 0), 0);
    server.createContext("/desc", exchange -> answer(exchange, OK, description));
    server.createContext("/ctl", this::call);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void call(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    calls.add(request);
    String reply = soap.apply(request);
    int status = reply.contains("errorCode") || reply.isEmpty() ? ERROR : OK;
    answer(exchange, status, reply.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private UpnpProtocol protocol() {
    URI location = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/desc");
    return new UpnpProtocol(
        gateway -> location, new RouterHttp(SocketSetup.NONE), counters, new Random(1));
  }

  private @Nullable MappedPort map() throws IOException {
    return protocol().map(FakeRouter.gateway(), OwnPort.udp(PORT), PORT);
  }

  @Test
  void aPortIsMappedAndGivenBack() throws IOException {
    UpnpProtocol protocol = protocol();
    MappedPort mapped =
        Objects.requireNonNull(protocol.map(FakeRouter.gateway(), OwnPort.udp(PORT), PORT));
    assertThat(mapped.external()).isEqualTo(Endpoint.parse("198.51.100.7:7400"));
    assertThat(calls.get(0))
        .contains("<NewInternalClient>127.0.0.1</NewInternalClient>")
        .contains("<NewProtocol>UDP</NewProtocol>", "<NewLeaseDuration>1200</NewLeaseDuration>");

    protocol.unmap(mapped, OwnPort.udp(PORT));
    assertThat(calls.get(2)).contains("DeletePortMapping", "<NewExternalPort>7400<");
  }

  @Test
  void aPortForConnectionsIsMappedAsSuch() throws IOException {
    assertThat(protocol().map(FakeRouter.gateway(), OwnPort.tcp(PORT), PORT)).isNotNull();
    assertThat(calls.get(0)).contains("<NewProtocol>TCP</NewProtocol>");
  }

  @Test
  void aPortThatIsTakenIsReplacedByAnother() throws IOException {
    Function<String, String> good = soap;
    soap = request -> request.contains(">7400</NewExternal") ? error(718) : good.apply(request);
    MappedPort mapped = Objects.requireNonNull(map());
    assertThat(mapped.external().port()).isGreaterThan(1_023).isNotEqualTo(PORT);
  }

  @Test
  void aRouterThatKeepsMappingsForEverIsAskedForThat() throws IOException {
    Function<String, String> good = soap;
    soap = request -> request.contains(">1200</NewLease") ? error(725) : good.apply(request);
    assertThat(map()).isNotNull();
    assertThat(calls.get(1)).contains("<NewLeaseDuration>0<");
  }

  @Test
  void aRouterThatAlwaysFindsConflictsIsNotAskedForEver() throws IOException {
    soap = request -> error(718);
    assertThat(map()).isNull();
    assertThat(calls).hasSize(4);
    assertThat(counters.snapshot()).containsEntry(PortMapCounter.UPNP_IGD_REFUSED.label(), 1L);
  }

  @Test
  void anAddressThatIsNoneIsDropped() throws IOException {
    for (String address : List.of("0.0.0.0", "127.0.0.1", "", "router.example.org")) {
      soap = request -> "<a><NewExternalIPAddress>" + address + "</NewExternalIPAddress></a>";
      assertThat(map()).isNull();
    }
    assertThat(counters.snapshot())
        .containsEntry(PortMapCounter.DROPPED_UPNP_IGD_USELESS.label(), 4L);
  }

  @Test
  void anErrorWithoutACodeIsNoSuccess() {
    soap = request -> "";
    assertThatThrownBy(this::map).isInstanceOf(IOException.class);
  }

  @Test
  void aDescriptionWithoutEndIsRefused() {
    description = new byte[RouterHttp.MAX_ANSWER_BYTES + 1];
    assertThatThrownBy(this::map).isInstanceOf(IOException.class);
    assertThat(counters.snapshot())
        .containsEntry(PortMapCounter.DROPPED_UPNP_IGD_DESCRIPTION.label(), 1L);
  }

  private static String error(int code) {
    return "<f><errorCode>" + code + "</errorCode></f>";
  }
}
