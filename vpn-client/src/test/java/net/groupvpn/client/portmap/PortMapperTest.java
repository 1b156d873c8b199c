package net.groupvpn.client.portmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.portmap.MappingState.Phase;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PortMapperTest {
  private static final int PORT = 7_400;
  private static final long LIMIT_SECONDS = 20;

  private final BlockingQueue<MappingState> states = new LinkedBlockingQueue<>();
  private final FakeProtocol pcp = new FakeProtocol(MappingMethod.PCP);
  private final FakeProtocol upnp = new FakeProtocol(MappingMethod.UPNP_IGD);

  /** Maps to the endpoint that the test sets. */
  private static final class FakeProtocol implements MappingProtocol {
    private final MappingMethod method;
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private volatile @Nullable String external;
    private volatile boolean fails;

    FakeProtocol(MappingMethod method) {
      this.method = method;
    }

    @Override
    public MappingMethod method() {
      return method;
    }

    @Override
    public @Nullable MappedPort map(Gateway gateway, OwnPort own, int wish) throws IOException {
      calls.add("map " + own.number() + " wish " + wish);
      if (fails) {
        throw new IOException("nobody listens");
      }
      String text = external;
      Endpoint endpoint = text == null ? null : Objects.requireNonNull(Endpoint.parse(text));
      return endpoint == null ? null : new MappedPort(method, gateway, endpoint, 1_200);
    }

    @Override
    public void unmap(MappedPort held, OwnPort own) {
      calls.add("unmap " + held.external());
    }
  }

  private PortMapper mapper(GatewayFinder finder) {
    return new PortMapper(
        finder, OwnPort.udp(PORT), states::add, (counters, stopping) -> List.of(pcp, upnp));
  }

  private MappingState next() throws InterruptedException {
    return Objects.requireNonNull(states.poll(LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void theFirstProtocolThatWorksMapsThePortAndTheEndGivesItBack() throws Exception {
    pcp.fails = true;
    upnp.external = "198.51.100.7:40000";
    PortMapper mapper = mapper(FakeRouter::gateway);
    mapper.start();

    MappingState state = next();
    assertThat(state.phase()).isEqualTo(Phase.MAPPED);
    assertThat(mapper.state()).isEqualTo(state);
    assertThat(mapper.counters())
        .containsEntry("portmap.pcp.unreachable", 1L)
        .containsEntry("portmap.upnp_igd.granted", 1L);

    mapper.close();
    assertThat(upnp.calls).containsExactly("map 7400 wish 7400", "unmap 198.51.100.7:40000");
    assertThat(pcp.calls).containsExactly("map 7400 wish 7400");
  }

  @Test
  void aChangedNetworkIsAskedAnewAndWhatWasMappedIsForgottenAtOnce() throws Exception {
    pcp.external = "198.51.100.7:40000";
    PortMapper mapper = mapper(FakeRouter::gateway);
    mapper.start();
    assertThat(next().mapped()).isNotNull();

    pcp.external = "198.51.100.8:40001";
    mapper.onNetworkChanged();

    assertThat(next()).isEqualTo(MappingState.ASKING);
    MappedPort mapped = Objects.requireNonNull(next().mapped());
    assertThat(mapped.external()).isEqualTo(Endpoint.parse("198.51.100.8:40001"));
    mapper.close();
    assertThat(pcp.calls)
        .containsExactly("map 7400 wish 7400", "map 7400 wish 40000", "unmap 198.51.100.8:40001");
  }

  @Test
  void aRouterThatRefusesIsToldOfOnce() throws Exception {
    PortMapper mapper = mapper(FakeRouter::gateway);
    mapper.start();
    assertThat(next()).isEqualTo(new MappingState(Phase.REFUSED, null));
    mapper.close();
    assertThat(states).isEmpty();
  }

  @Test
  void withoutARouterNobodyIsAsked() throws Exception {
    PortMapper mapper = mapper(() -> null);
    mapper.start();
    assertThat(next().phase()).isEqualTo(Phase.NO_GATEWAY);
    mapper.close();
    assertThat(pcp.calls).isEmpty();
  }
}
