package net.groupvpn.overlay.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CodeTableTest {
  private enum Fruit implements WireCode {
    APPLE(0),
    PEAR(0xff),
    OTHER_PEAR(0xff);

    private final int code;

    Fruit(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  @Test
  void everyCodeHasOneConstantOrNone() throws WireException {
    CodeTable<Fruit> fruits = new CodeTable<>("fruit", new Fruit[] {Fruit.APPLE, Fruit.PEAR});
    assertThat(fruits.get(0)).isEqualTo(Fruit.APPLE);
    assertThat(fruits.get(0xff)).isEqualTo(Fruit.PEAR);
    assertThat(fruits.find(1)).isNull();
    assertThat(fruits.find(-1)).isNull();
    assertThat(fruits.find(0x100)).isNull();
    assertThatThrownBy(() -> fruits.get(1))
        .isInstanceOf(WireException.class)
        .hasMessage("unknown fruit");
  }

  @Test
  void twoConstantsWithOneCodeAreAMistakeOfTheProgram() {
    assertThatThrownBy(() -> new CodeTable<>("fruit", Fruit.values()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
