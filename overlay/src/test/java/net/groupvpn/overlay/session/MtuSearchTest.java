package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.overlay.session.MtuSearch.State;
import org.junit.jupiter.api.Test;

final class MtuSearchTest {
  private static final int ETHERNET = 1_500;

  /** Runs the search against a path that carries {@code payload} bytes; answers the probes. */
  private static int run(MtuSearch search, int payload) {
    int probes = 0;
    while (search.probeBytes() != 0) {
      probes++;
      if (search.probeBytes() <= payload) {
        search.onArrived();
      } else {
        search.onLost();
      }
    }
    return probes;
  }

  private static int found(boolean ipv6, int linkMtu, int pathMtu) {
    MtuSearch search = new MtuSearch(ipv6, linkMtu);
    run(search, pathMtu - (ipv6 ? 48 : 28));
    assertThat(search.state()).isEqualTo(State.SEARCH_COMPLETE);
    return search.usableBytes();
  }

  @Test
  void usualUnderlaysAreFoundToTheByte() {
    for (int mtu : new int[] {576, 1_124, 1_280, 1_400, 1_420, 1_480, 1_492, 1_500}) {
      assertThat(found(false, ETHERNET, mtu)).isEqualTo(mtu - 28);
    }
    for (int mtu : new int[] {1_280, 1_420, 1_480, 1_500}) {
      assertThat(found(true, ETHERNET, mtu)).isEqualTo(mtu - 48);
    }
  }

  @Test
  void anyUnderlayIsFoundFromBelow() {
    for (int mtu = 576; mtu <= 1_500; mtu++) {
      assertThat(found(false, ETHERNET, mtu)).isBetween(mtu - 28 - 160, mtu - 28);
    }
  }

  @Test
  void jumboFramesAreFoundWhereTheLocalLinkHasThem() {
    assertThat(found(false, 9_000, 9_000)).isEqualTo(8_972);
    assertThat(found(true, 9_000, 9_000)).isEqualTo(8_952);
    assertThat(found(false, 9_000, ETHERNET)).isEqualTo(1_472);
    assertThat(found(false, 1_400, ETHERNET)).isEqualTo(1_372);
    assertThat(found(false, ETHERNET, 9_000)).isEqualTo(1_472);
  }

  @Test
  void twoProbesDoOnEthernet() {
    MtuSearch search = new MtuSearch(false, ETHERNET);
    assertThat(search.usableBytes()).isEqualTo(MtuSearch.MINIMUM_BYTES);
    assertThat(search.state()).isEqualTo(State.BASE);
    assertThat(search.probeBytes()).isEqualTo(MtuSearch.BASE_BYTES);
    search.onArrived();
    assertThat(search.state()).isEqualTo(State.SEARCHING);
    assertThat(search.probeBytes()).isEqualTo(1_472);
    search.onArrived();
    assertThat(search.state()).isEqualTo(State.SEARCH_COMPLETE);
  }

  @Test
  void noSearchTakesLong() {
    for (int payload = 548; payload < 9_000; payload++) {
      assertThat(run(new MtuSearch(false, 9_000), payload)).isLessThan(9);
    }
  }

  @Test
  void belowTheBaseTheStateIsError() {
    MtuSearch search = new MtuSearch(false, ETHERNET);
    search.onLost();
    assertThat(search.state()).isEqualTo(State.ERROR);
    assertThat(search.usableBytes()).isEqualTo(MtuSearch.MINIMUM_BYTES);
    assertThat(search.probeBytes()).isBetween(549, 1_199);
  }

  @Test
  void aConfirmationThatArrivesChangesNothing() {
    MtuSearch search = new MtuSearch(false, ETHERNET);
    run(search, 1_472);
    search.confirm();
    assertThat(search.probeBytes()).isEqualTo(1_472);
    assertThat(search.state()).isEqualTo(State.SEARCH_COMPLETE);
    search.onArrived();
    assertThat(search.probeBytes()).isZero();
    assertThat(search.usableBytes()).isEqualTo(1_472);
  }

  @Test
  void aBlackHoleIsSearchedAnewFromTheMinimum() {
    MtuSearch search = new MtuSearch(false, ETHERNET);
    run(search, 1_472);
    search.confirm();
    search.onLost();
    assertThat(search.usableBytes()).isEqualTo(MtuSearch.MINIMUM_BYTES);
    run(search, 1_096);
    assertThat(search.usableBytes()).isEqualTo(1_096);
    search.confirm();
    search.onLost();
    run(search, 548);
    search.confirm();
    search.onLost();
    assertThat(search.usableBytes()).isEqualTo(548);
    assertThat(search.probeBytes()).isZero();
  }

  @Test
  void moreIsFoundWhenThePathHasGrown() {
    MtuSearch search = new MtuSearch(false, ETHERNET);
    run(search, 548);
    search.raise();
    assertThat(search.probeBytes()).isEqualTo(MtuSearch.BASE_BYTES);
    run(search, 1_472);
    assertThat(search.usableBytes()).isEqualTo(1_472);
    search.raise();
    assertThat(search.probeBytes()).isZero();
  }

  @Test
  void whatTheLocalLinkRefusesIsNotProbed() {
    MtuSearch search = new MtuSearch(false, ETHERNET);
    run(search, 1_472);
    search.onRefused(1_472);
    assertThat(search.usableBytes()).isEqualTo(MtuSearch.MINIMUM_BYTES);
    int probes = 0;
    while (search.probeBytes() != 0) {
      assertThat(search.probeBytes()).isLessThan(1_472);
      search.onArrived();
      probes++;
    }
    assertThat(search.usableBytes()).isEqualTo(1_464);
    assertThat(probes).isLessThan(8);
    search.onRefused(1_472);
    assertThat(search.usableBytes()).isEqualTo(1_464);
    search.onRefused(1);
    assertThat(search.usableBytes()).isEqualTo(1_464);
  }
}
