namespace Meida.SharedKernel.Tests.Regions;

public sealed class ServiceAreaTests
{
    private static readonly Dictionary<string, string[]> Centers = new()
    {
        ["杭州"] = ["杭州", "西湖区", "上城区", "拱墅区", "滨江区"],
        ["上海"] = ["上海", "浦东新区", "黄浦区", "普陀区"],
        ["杭州下沙"] = ["钱塘区"],
        ["湖北"] = ["湖北省"],
    };

    [Theory]
    [InlineData("杭州市西湖区文三路 1287 号", "杭州")]
    [InlineData("浙江省杭州市西湖区文三路 1287 号", "杭州")]
    [InlineData("浙江杭州西湖区文三路 1287 号", "杭州")]
    [InlineData("浙江省西湖区文三路 1287 号", "杭州")]
    [InlineData("中国 浙江省 · 杭州市 · 西湖区文三路", "杭州")]
    [InlineData("杭州文三路 1287 号", "杭州")]
    [InlineData("杭州市江干区（旧）凤起路", "杭州")]
    [InlineData("杭州市上海路 12 号", "杭州")]
    [InlineData("收件地址 浙江省杭州市西湖区文三路", "杭州")]
    [InlineData("文三路 1287 号，杭州市西湖区", "杭州")]
    [InlineData("杭州市钱塘区金沙大道", "杭州下沙")]
    [InlineData("钱塘区金沙大道 5 号", "杭州下沙")]
    [InlineData("上海市普陀区曹杨路", "上海")]
    [InlineData("上海浦东大道 100 号", "上海")]
    [InlineData("上海南京东路 100 号", "上海")]
    [InlineData("浦东新区世纪大道 100 号", "上海")]
    [InlineData("湖北省仙桃市沔阳大道", "湖北")]
    [InlineData("武汉市洪山区珞喻路", "湖北")]
    [InlineData("江西省南昌市西湖区丁公路 88 号", null)]
    [InlineData("南昌西湖区丁公路 88 号", null)]
    [InlineData("浙江省舟山市普陀区东海西路", null)]
    [InlineData("天津市和平区上海道 12 号", null)]
    [InlineData("天津市和平区上海道与杭州道口", null)]
    [InlineData("西藏拉萨市城关区北京中路", null)]
    [InlineData("西湖区文三路 1287 号", null)]
    [InlineData("普陀区曹杨路", null)]
    [InlineData("浙江省南昌市西湖区丁公路", null)]
    [InlineData("上海路 12 号", null)]
    [InlineData("杭州路与上海路交叉口", null)]
    [InlineData("南京东路 100 号", null)]
    [InlineData("吉林省吉林市昌邑区", null)]
    [InlineData("台湾省台北市", null)]
    [InlineData("浙江省", null)]
    [InlineData("某地 12345", null)]
    [InlineData("", null)]
    public void The_center_is_the_one_whose_province_city_and_district_agree(string address, string? center) =>
        Assert.Equal(center, ServiceArea.Serving(Centers.Keys, name => ServiceArea.Of(Centers[name]), address));

    [Fact]
    public void A_district_of_many_cities_is_the_one_of_the_citys_center()
    {
        Assert.Equal(["浙江省杭州市", "浙江省杭州市西湖区"], ServiceArea.Of(["杭州", "西湖区"]).Regions.Select(r => r.ToString()));
        Assert.Equal(["浙江省杭州市拱墅区", "浙江省杭州市西湖区"], ServiceArea.Of(["西湖区", "拱墅区"]).Regions.Select(r => r.ToString()));
        Assert.Empty(ServiceArea.Of(["西湖区"]).Regions);
        Assert.Equal(["江西省南昌市西湖区"], ServiceArea.Of(["南昌市西湖区"]).Regions.Select(r => r.ToString()));
    }

    [Fact]
    public void A_place_that_is_no_region_counts_in_the_city_of_its_center()
    {
        string[][] centers = [["杭州"], ["钱塘区", "翠苑街道"]];
        Assert.Same(centers[1], ServiceArea.Serving(centers, ServiceArea.Of, "杭州市西湖区翠苑街道 1 号"));
        Assert.Same(centers[0], ServiceArea.Serving(centers, ServiceArea.Of, "杭州市西湖区文三路 1 号"));
        Assert.Null(ServiceArea.Serving(centers, ServiceArea.Of, "南昌市西湖区翠苑街道 1 号"));
    }

    [Fact]
    public void The_list_is_whole()
    {
        Assert.Equal(34, Region.Provinces.Count);
        Assert.Equal(["330100", "杭州市"], [Region.Provinces.Single(p => p.Name == "浙江省").Parts[0].Code, "杭州市"]);
        Assert.True(Region.Provinces.Sum(p => p.Parts.Sum(c => c.Parts.Count)) > 2800);
        Assert.All(Region.Provinces.SelectMany(p => p.Parts), city => Assert.StartsWith(city.Whole!.Code[..2], city.Code, StringComparison.Ordinal));
    }
}
