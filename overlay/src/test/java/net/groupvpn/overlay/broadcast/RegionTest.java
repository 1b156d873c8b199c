package net.groupvpn.overlay.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;

final class RegionTest {
  private static final NodeId NODE = NodeId.ofHex("a".repeat(40));
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void everythingContainsEverybody() {
    assertThat(Region.ALL.contains(NodeId.random(random))).isTrue();
  }

  @Test
  void aBucketsRegionContainsExactlyTheNodesOfThatBucket() {
    for (int bucket = 0; bucket < NodeId.BITS; bucket++) {
      Region region = Region.ofBucket(NODE, bucket);
      assertThat(region.contains(NODE.randomInBucket(bucket, random))).isTrue();
      assertThat(region.contains(NODE)).isFalse();
      assertThat(region.contains(NODE.randomInBucket((bucket + 1) % NodeId.BITS, random)))
          .isFalse();
    }
  }

  @Test
  void aNodeLiesInOneOfTwoHalves() {
    Region region = Region.around(NODE, 13);
    assertThat(region.halves()).filteredOn(half -> half.contains(NODE)).hasSize(1);
    assertThat(region.halves()).allMatch(half -> region.contains(half.prefix()));
  }

  @Test
  void survivesTheWire() throws WireException {
    Region region = Region.around(NODE, 13);
    WireWriter out = new WireWriter();
    region.write(out);
    assertThat(Region.read(new WireReader(out.toBytes()))).isEqualTo(region);
  }

  @Test
  void aPrefixThatIsTooLongIsNoRegion() {
    byte[] bytes = new WireWriter().nodeId(NODE).u8(8).toBytes();
    assertThatThrownBy(() -> Region.read(new WireReader(bytes))).isInstanceOf(WireException.class);
    byte[] tooManyBits = new WireWriter().nodeId(NODE).u8(161).toBytes();
    assertThatThrownBy(() -> Region.read(new WireReader(tooManyBits)))
        .isInstanceOf(WireException.class);
  }
}
