from handrail.ui.charts import columns_of


def test_a_column_is_split_by_its_numbers_and_keeps_its_full_height():
    chart = columns_of([("1", [10, 5, 5])])
    heights = [bar.height for bar in chart.bars]
    assert heights[0] == 2 * heights[1]
    assert round(sum(heights) + 4) == 330


def test_a_month_without_steps_is_an_empty_column_with_its_name():
    chart = columns_of([("1", [0, 0, 0]), ("2", [1, 0, 0])])
    assert [bar.number for bar in chart.bars] == [1]
    assert [name.text for name in chart.names] == ["1", "2"]


def test_a_low_bar_has_no_number_inside():
    chart = columns_of([("1", [500, 1, 0])])
    assert chart.bars[1].text_y == 0


def test_names_of_the_series_stay_apart_and_inside():
    for numbers in ([100, 1, 1], [1, 1, 100], [0, 0, 0]):
        first, second, third = columns_of([("1", numbers)]).legend_y
        assert second - first >= 22
        assert third - second >= 22
        assert third <= 340


def test_the_table_holds_every_number():
    assert columns_of([("1", [1, 2, 3])]).table == (("1", 1, 2, 3),)
