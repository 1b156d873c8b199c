package net.groupvpn.client.os;

import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.client.os.SystemChange.NftTable;
import org.junit.jupiter.api.Test;

class TableNameTest {
  @Test
  void noNetworkHasTheTableOfAnother() {
    assertThat(TableName.ofKillSwitch("office-gateway"))
        .isNotEqualTo(TableName.ofGateway("office"));
    assertThat(TableName.ofKillSwitch("office-subnets"))
        .isNotEqualTo(TableName.ofSubnets("office"));
  }

  @Test
  void theLongestNameOfANetworkHasTables() {
    String longest = "a".repeat(63);
    assertThat(new NftTable(TableName.ofGateway(longest), "", false).name()).endsWith("_gateway");
  }
}
